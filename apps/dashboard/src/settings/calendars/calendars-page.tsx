import { Button } from '@mantine/core'
import { IconChevronRight, IconClock, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../session/use-client.ts'
import { Loaded, PageHead } from '../page.tsx'
import page from '../page.module.css'
import { calendarsQuery } from './calendars-query.ts'
import classes from './calendars.module.css'

export function CalendarsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const query = useQuery(calendarsQuery)
  return (
    <>
      <PageHead title={t('settings.calendars')} text={t('calendars.about')}>
        {me.role === 'admin' && (
          <Button
            renderRoot={(props) => (
              <Link to="/settings/calendars/$calendarId" params={{ calendarId: 'new' }} {...props} />
            )}
            leftSection={<IconPlus size={16} />}
          >
            {t('common.add')}
          </Button>
        )}
      </PageHead>
      <Loaded query={query} empty={t('calendars.none')}>
        {(calendars) => (
          <ul className={page.list}>
            {calendars.map(({ id, name, text }) => (
              <li key={id} className={classes.row}>
                <Link
                  to="/settings/calendars/$calendarId"
                  params={{ calendarId: id }}
                  className={classes.rowLink}
                >
                  <span className={classes.icon}>
                    <IconClock size={19} stroke={1.6} aria-hidden />
                  </span>
                  <span className={page.itemWords}>
                    <span className={page.itemTitle}>{name}</span>
                    <span className={page.itemText}>{text}</span>
                  </span>
                  <IconChevronRight size={18} stroke={1.7} aria-hidden className={classes.arrow} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </>
  )
}
