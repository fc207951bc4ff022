import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOpenConversationId, useView, VIEWS } from '../inbox/views.ts'
import { AgentMenu } from './agent-menu.tsx'
import classes from './bottom-bar.module.css'
import { useInInbox, useViewCount, VIEW_ICONS } from './view-links.ts'

/** On a phone the lists are one thumb away; an open conversation takes the whole screen. */
export function BottomBar() {
  const { t } = useTranslation()
  if (useOpenConversationId() !== null) return null
  return (
    <nav className={classes.bar} aria-label={t('shell.views')}>
      {VIEWS.map((view) => (
        <ViewTab key={view} view={view} />
      ))}
      <AgentMenu place="bottom" />
    </nav>
  )
}

function ViewTab({ view }: { view: (typeof VIEWS)[number] }) {
  const { t } = useTranslation()
  const inInbox = useInInbox()
  const current = useView() === view && inInbox
  const count = useViewCount(view)
  const Icon = VIEW_ICONS[view]
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
