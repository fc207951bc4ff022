import {
  IconActivity,
  IconBell,
  IconBolt,
  IconBook2,
  IconClock,
  IconCode,
  IconKey,
  IconListDetails,
  IconMessageCircle,
  IconPlayerPlay,
  IconRobot,
  IconShieldLock,
  IconTag,
  IconUser,
  IconUserShield,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../session/use-client.ts'
import { useNarrow } from '../shell/use-narrow.ts'
import classes from './settings-screen.module.css'

const SECTIONS = [
  {
    key: 'settings.personal',
    pages: [
      { to: '/settings/profile', key: 'settings.profile', Icon: IconUser },
      { to: '/settings/security', key: 'settings.security', Icon: IconShieldLock },
      { to: '/settings/notices', key: 'settings.notices', Icon: IconBell },
    ],
  },
  {
    key: 'settings.work',
    pages: [
      { to: '/settings/canned-responses', key: 'settings.canned', Icon: IconBolt },
      { to: '/settings/macros', key: 'settings.macros', Icon: IconPlayerPlay },
      { to: '/settings/tags', key: 'settings.tags', Icon: IconTag },
      { to: '/settings/team', key: 'settings.team', Icon: IconUsers },
      { to: '/settings/groups', key: 'settings.groups', Icon: IconUsersGroup },
      { to: '/settings/calendars', key: 'settings.calendars', Icon: IconClock },
      { to: '/settings/presence', key: 'settings.presence', Icon: IconActivity },
      { to: '/settings/bot', key: 'settings.bot', Icon: IconRobot },
      { to: '/settings/articles', key: 'settings.articles', Icon: IconBook2 },
      { to: '/settings/widget', key: 'settings.widget', Icon: IconMessageCircle },
      { to: '/settings/app', key: 'settings.app', Icon: IconCode },
    ],
  },
  {
    key: 'settings.administration',
    adminsOnly: true,
    pages: [
      { to: '/settings/api-keys', key: 'settings.apiKeys', Icon: IconKey },
      { to: '/settings/webhooks', key: 'settings.webhooks', Icon: IconWebhook },
      { to: '/settings/privacy', key: 'settings.privacy', Icon: IconUserShield },
      { to: '/settings/audit', key: 'settings.audit', Icon: IconListDetails },
    ],
  },
] as const

export function SettingsScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const sections = SECTIONS.filter((section) => !('adminsOnly' in section) || me.role === 'admin')
  const pages = useRef<HTMLDivElement>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  const narrow = useNarrow()
  // On a phone the pages stand in one line, wider than the screen; it may have been turned just now.
  useEffect(() => {
    const current = pages.current?.querySelector('[data-status="active"]')
    current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [path, narrow])
  return (
    <div className={classes.screen}>
      <nav className={classes.nav} aria-label={t('shell.settings')}>
        <h1 className={classes.title}>{t('shell.settings')}</h1>
        <div ref={pages} className={classes.sections}>
          {sections.map((section) => (
            <section key={section.key}>
              <h2 className={classes.heading}>{t(section.key)}</h2>
              <ul className={classes.list}>
                {section.pages.map(({ to, key, Icon }) => (
                  <li key={to}>
                    <Link to={to} className={classes.link}>
                      <Icon size={18} stroke={1.7} aria-hidden />
                      {t(key)}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </nav>
      <div className={classes.page}>
        <div className={classes.content}>
          <Outlet />
        </div>
      </div>
    </div>
  )
}
