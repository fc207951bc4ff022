import { IconBolt, IconClock, IconCode, IconUser, IconUsers } from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from './settings-screen.module.css'

const PAGES = [
  { to: '/settings/profile', key: 'settings.profile', Icon: IconUser },
  { to: '/settings/canned-responses', key: 'settings.canned', Icon: IconBolt },
  { to: '/settings/team', key: 'settings.team', Icon: IconUsers },
  { to: '/settings/calendars', key: 'settings.calendars', Icon: IconClock },
  { to: '/settings/app', key: 'settings.app', Icon: IconCode },
] as const

export function SettingsScreen() {
  const { t } = useTranslation()
  return (
    <div className={classes.screen}>
      <nav className={classes.nav} aria-label={t('shell.settings')}>
        <h1 className={classes.title}>{t('shell.settings')}</h1>
        <ul className={classes.list}>
          {PAGES.map(({ to, key, Icon }) => (
            <li key={to}>
              <Link to={to} className={classes.link}>
                <Icon size={18} stroke={1.7} aria-hidden />
                {t(key)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.page}>
        <div className={classes.content}>
          <Outlet />
        </div>
      </div>
    </div>
  )
}
