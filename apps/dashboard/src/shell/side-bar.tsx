import { IconSettings } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useView, VIEWS } from '../inbox/views.ts'
import { AgentMenu } from './agent-menu.tsx'
import { Mark } from './mark.tsx'
import classes from './side-bar.module.css'
import { useInInbox, useViewCount, VIEW_ICONS } from './view-links.ts'

export function SideBar() {
  const { t } = useTranslation()
  return (
    <aside className={classes.bar} aria-label={t('shell.sideBar')}>
      <div className={classes.brand}>
        <Mark />
        <span className={classes.word}>{t('shell.product')}</span>
      </div>
      <nav aria-label={t('shell.views')}>
        <ul className={classes.list}>
          {VIEWS.map((view) => (
            <li key={view}>
              <ViewLink view={view} />
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.foot}>
        <Link to="/settings/profile" className={classes.link} title={t('shell.settings')}>
          <IconSettings size={19} stroke={1.7} aria-hidden />
          <span className={classes.word}>{t('shell.settings')}</span>
        </Link>
        <AgentMenu place="side" />
      </div>
    </aside>
  )
}

function ViewLink({ view }: { view: (typeof VIEWS)[number] }) {
  const { t } = useTranslation()
  const inInbox = useInInbox()
  const current = useView()
  const count = useViewCount(view)
  const Icon = VIEW_ICONS[view]
  return (
    <Link
      to="/inbox/$view"
      params={{ view }}
      className={classes.link}
      title={t(`views.${view}`)}
      data-current={(inInbox && current === view) || undefined}
      aria-current={inInbox && current === view ? 'page' : undefined}
    >
      <Icon size={19} stroke={1.7} aria-hidden />
      <span className={classes.word}>{t(`views.${view}`)}</span>
      {count !== null && count > 0 && <span className={classes.count}>{count}</span>}
    </Link>
  )
}
