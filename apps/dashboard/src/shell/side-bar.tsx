import type { InboxView } from '@biometrics/chat-client'
import {
  IconAt,
  IconChartBar,
  IconLayoutBoard,
  IconLayoutSidebar,
  IconSearch,
  IconSettings,
  IconWorld,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import { savedViewsQuery } from '../inbox/saved-views.ts'
import { useViewName } from '../inbox/use-view-name.ts'
import { useView, VIEWS } from '../inbox/views.ts'
import { useUnreadMentions } from '../mentions/use-mentions.ts'
import { preferences, usePreferences } from '../notices/preferences.ts'
import { groupsQuery } from '../session/queries.ts'
import { supervises } from '../session/supervises.ts'
import { useMyId, useMyRole } from '../session/use-client.ts'
import { Mark } from './mark.tsx'
import classes from './side-bar.module.css'
import { StatusMenu } from './status-menu.tsx'
import { useInInbox, useViewCount, viewIcon } from './view-links.ts'

export function SideBar() {
  const { t } = useTranslation()
  const isSupervisor = supervises(useMyRole())
  const { folded } = usePreferences()
  return (
    <aside className={classes.bar} aria-label={t('shell.sideBar')} data-folded={folded || undefined}>
      <div className={classes.brand}>
        <Mark />
        <span className={classes.word}>{t('shell.product')}</span>
      </div>
      <Link to="/search" className={classes.link} title={t('shell.search')}>
        <IconSearch size={19} stroke={1.7} aria-hidden />
        <span className={classes.word}>{t('shell.search')}</span>
      </Link>
      <MentionsLink />
      <div className={classes.views}>
        <nav aria-label={t('shell.views')}>
          <ul className={classes.list}>
            {VIEWS.map((view) => (
              <li key={view}>
                <ViewLink view={view} />
              </li>
            ))}
          </ul>
        </nav>
        <GroupLinks />
        <SavedViewLinks />
      </div>
      <div className={classes.foot}>
        <Link to="/visitors" className={classes.link} title={t('shell.visitors')}>
          <IconWorld size={19} stroke={1.7} aria-hidden />
          <span className={classes.word}>{t('shell.visitors')}</span>
        </Link>
        {isSupervisor && (
          <Link to="/board" className={classes.link} title={t('board.title')}>
            <IconLayoutBoard size={19} stroke={1.7} aria-hidden />
            <span className={classes.word}>{t('board.title')}</span>
          </Link>
        )}
        <Link to="/figures" className={classes.link} title={t('shell.figures')}>
          <IconChartBar size={19} stroke={1.7} aria-hidden />
          <span className={classes.word}>{t('shell.figures')}</span>
        </Link>
        <Link to="/settings" className={classes.link} title={t('shell.settings')}>
          <IconSettings size={19} stroke={1.7} aria-hidden />
          <span className={classes.word}>{t('shell.settings')}</span>
        </Link>
        <button
          type="button"
          className={`${classes.link} ${classes.fold}`}
          title={t(folded ? 'shell.unfold' : 'shell.fold')}
          onClick={() => preferences.change({ folded: !folded })}
        >
          <IconLayoutSidebar size={19} stroke={1.7} aria-hidden />
          <span className={classes.word}>{t(folded ? 'shell.unfold' : 'shell.fold')}</span>
        </button>
        <StatusMenu place="side" />
      </div>
    </aside>
  )
}

function MentionsLink() {
  const { t } = useTranslation()
  const mentions = useUnreadMentions()
  return (
    <Link to="/mentions" className={classes.link} title={t('shell.mentions')}>
      <IconAt size={19} stroke={1.7} aria-hidden />
      <span className={classes.word}>{t('shell.mentions')}</span>
      {mentions > 0 && <span className={classes.count}>{mentions}</span>}
    </Link>
  )
}

function ViewLink({ view }: { view: InboxView }) {
  const name = useViewName(view)
  const inInbox = useInInbox()
  const current = useView() === view && inInbox
  const count = useViewCount(view)
  const Icon = viewIcon(view)
  return (
    <Link
      to="/inbox/$view"
      params={{ view }}
      className={classes.link}
      title={name}
      data-current={current || undefined}
      aria-current={current ? 'page' : undefined}
    >
      <Icon size={19} stroke={1.7} aria-hidden />
      <span className={classes.word}>{name}</span>
      {count !== null && count > 0 && <span className={classes.count}>{count}</span>}
    </Link>
  )
}

/** Lists that somebody put together and gave a name. */
function SavedViewLinks() {
  const { t } = useTranslation()
  const { data = [] } = useQuery(savedViewsQuery)
  if (data.length === 0) return null
  return (
    <nav aria-label={t('views.saved')} className={classes.groups}>
      <h2 className={classes.heading}>{t('views.saved')}</h2>
      <ul className={classes.list}>
        {data.map(({ id, query }) => (
          <li key={id}>
            <ViewLink view={`where:${query}`} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The own groups; with one group alone there is nothing to choose. */
function GroupLinks() {
  const { t } = useTranslation()
  const myId = useMyId()
  const { data = [] } = useQuery(groupsQuery)
  const groups = data.filter(({ agentIds }) => agentIds.includes(myId))
  if (groups.length < 2) return null
  return (
    <nav aria-label={t('views.groups')} className={classes.groups}>
      <h2 className={classes.heading}>{t('views.groups')}</h2>
      <ul className={classes.list}>
        {groups.map(({ id }) => (
          <li key={id}>
            <ViewLink view={`group:${id}`} />
          </li>
        ))}
      </ul>
    </nav>
  )
}
