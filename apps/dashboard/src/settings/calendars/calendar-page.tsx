import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../page.tsx'
import page from '../page.module.css'
import { CalendarForm } from './calendar-form.tsx'
import { calendarsQuery } from './calendars-query.ts'
import classes from './calendars.module.css'

export function CalendarPage() {
  const { t } = useTranslation()
  const { calendarId } = useParams({ from: '/signed-in/settings/calendars/$calendarId' })
  const query = useQuery(calendarsQuery)
  return (
    <>
      <Link to="/settings/calendars" className={classes.back}>
        <IconChevronLeft size={17} stroke={1.8} aria-hidden />
        {t('settings.calendars')}
      </Link>
      {calendarId === 'new' ? (
        <CalendarForm key="new" calendar={null} />
      ) : (
        <Loaded query={query} empty={t('calendars.gone')}>
          {(calendars) => {
            const calendar = calendars.find(({ id }) => id === calendarId)
            if (!calendar) return <p className={page.empty}>{t('calendars.gone')}</p>
            return <CalendarForm key={calendar.id} calendar={calendar} />
          }}
        </Loaded>
      )}
    </>
  )
}
