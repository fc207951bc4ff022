import { IconActivityHeartbeat, IconCalendarStats, IconChartBar, IconStar } from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import classes from './figures.module.css'
import { useTexts } from './use-texts.ts'

const PAGES = [
  { to: '/figures/live', key: 'pages.live', Icon: IconActivityHeartbeat },
  { to: '/figures/reports', key: 'pages.reports', Icon: IconChartBar },
  { to: '/figures/staffing', key: 'pages.staffing', Icon: IconCalendarStats },
  { to: '/figures/ratings', key: 'pages.ratings', Icon: IconStar },
] as const

export function FiguresScreen() {
  const t = useTexts()
  return (
    <div className={classes.screen}>
      <header className={classes.head}>
        <h1 className={classes.title}>{t('title')}</h1>
        <nav className={classes.tabs} aria-label={t('title')}>
          {PAGES.map(({ to, key, Icon }) => (
            <Link key={to} to={to} className={classes.tab}>
              <Icon size={17} stroke={1.7} aria-hidden />
              {t(key)}
            </Link>
          ))}
        </nav>
      </header>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  )
}
