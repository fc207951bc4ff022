import type { FixedView } from '@biometrics/chat-client'
import { Menu, UnstyledButton } from '@mantine/core'
import {
  IconAt,
  IconChartBar,
  IconLayoutBoard,
  IconMenu2,
  IconSearch,
  IconSettings,
  IconWorld,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import { savedViewsQuery } from '../inbox/saved-views.ts'
import { useView } from '../inbox/views.ts'
import { groupsQuery } from '../session/queries.ts'
import { supervises } from '../session/supervises.ts'
import { useMyId, useMyRole } from '../session/use-client.ts'
import classes from './bottom-bar.module.css'
import { StatusMenu } from './status-menu.tsx'
import { useInInbox, useViewCount, viewIcon } from './view-links.ts'

const TABS = ['mine', 'unassigned', 'open'] as const satisfies readonly FixedView[]
const MORE = ['snoozed', 'closed'] as const satisfies readonly FixedView[]

/** On a phone the lists are one thumb away. */
export default function BottomBar() {
  const { t } = useTranslation()
  return (
    <nav className={classes.bar} aria-label={t('shell.views')}>
      {TABS.map((view) => (
        <ViewTab key={view} view={view} />
      ))}
      <MoreTab />
      <StatusMenu place="bottom" />
    </nav>
  )
}

function ViewTab({ view }: { view: (typeof TABS)[number] }) {
  const { t } = useTranslation()
  const inInbox = useInInbox()
  const current = useView() === view && inInbox
  const count = useViewCount(view)
  const Icon = viewIcon(view)
  return (
    <Link
      to="/inbox/$view"
      params={{ view }}
      className={classes.tab}
      data-current={current || undefined}
      aria-current={current ? 'page' : undefined}
    >
      <span className={classes.icon}>
        <Icon size={22} stroke={1.7} aria-hidden />
        {count !== null && count > 0 && <span className={classes.count}>{count > 99 ? '99+' : count}</span>}
      </span>
      <span className={classes.word}>{t(`views.${view}Short`)}</span>
    </Link>
  )
}

function MoreTab() {
  const { t } = useTranslation()
  const myId = useMyId()
  const isSupervisor = supervises(useMyRole())
  const inInbox = useInInbox()
  const view = useView()
  const { data = [] } = useQuery(groupsQuery)
  const { data: saved = [] } = useQuery(savedViewsQuery)
  const groups = data.filter(({ agentIds }) => agentIds.includes(myId))
  const current = !inInbox || !TABS.some((tab) => tab === view)
  return (
    <Menu width={220} position="top-end">
      <Menu.Target>
        <UnstyledButton className={classes.tab} data-current={current || undefined}>
          <span className={classes.icon}>
            <IconMenu2 size={22} stroke={1.7} aria-hidden />
          </span>
          <span className={classes.word}>{t('shell.moreViews')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {MORE.map((one) => {
          const Icon = viewIcon(one)
          return (
            <Menu.Item
              key={one}
              renderRoot={(props) => <Link to="/inbox/$view" params={{ view: one }} {...props} />}
              leftSection={<Icon size={17} stroke={1.7} />}
            >
              {t(`views.${one}`)}
            </Menu.Item>
          )
        })}
        {groups.length > 1 && <Menu.Label>{t('views.groups')}</Menu.Label>}
        {groups.length > 1 &&
          groups.map(({ id, name }) => (
            <Menu.Item
              key={id}
              renderRoot={(props) => <Link to="/inbox/$view" params={{ view: `group:${id}` }} {...props} />}
            >
              {name}
            </Menu.Item>
          ))}
        {saved.length > 0 && <Menu.Label>{t('views.saved')}</Menu.Label>}
        {saved.map(({ id, name, query }) => (
          <Menu.Item
            key={id}
            renderRoot={(props) => <Link to="/inbox/$view" params={{ view: `where:${query}` }} {...props} />}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/search" leftSection={<IconSearch size={17} stroke={1.7} />}>
          {t('shell.search')}
        </Menu.Item>
        <Menu.Item component={Link} to="/mentions" leftSection={<IconAt size={17} stroke={1.7} />}>
          {t('shell.mentions')}
        </Menu.Item>
        <Menu.Item component={Link} to="/visitors" leftSection={<IconWorld size={17} stroke={1.7} />}>
          {t('shell.visitors')}
        </Menu.Item>
        {isSupervisor && (
          <Menu.Item component={Link} to="/board" leftSection={<IconLayoutBoard size={17} stroke={1.7} />}>
            {t('board.title')}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/figures" leftSection={<IconChartBar size={17} stroke={1.7} />}>
          {t('shell.figures')}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/settings/profile"
          leftSection={<IconSettings size={17} stroke={1.7} />}
        >
          {t('shell.settings')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
