import type { Calendar } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Alert, Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../i18n/times.ts'
import { explain, fieldErrors } from '../../session/explain.ts'
import { rest } from '../../session/rest.ts'
import { useMe } from '../../session/use-client.ts'
import { DeleteDialog } from '../delete-dialog.tsx'
import page from '../page.module.css'
import {
  type CalendarValues,
  distanceOf,
  listZones,
  newValues,
  problemsOf,
  valuesOf,
} from './calendar-values.ts'
import { calendarsQuery } from './calendars-query.ts'
import classes from './calendars.module.css'
import { HolidaysEditor } from './holidays-editor.tsx'
import { TextImport } from './text-import.tsx'
import { VisitTester } from './visit-tester.tsx'
import { WeekGrid } from './week-grid.tsx'

/** One calendar; null for a new one. */
export function CalendarForm({ calendar }: { calendar: Calendar | null }) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [failure, setFailure] = useState<unknown>(null)
  const [deleting, setDeleting] = useState(false)
  const form = useForm<CalendarValues>({
    initialValues: calendar ? valuesOf(calendar) : newValues(),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(problemsOf(values)).map(([path, problem]) => [
          path,
          t(`calendars.problems.${problem}`),
        ]),
      ),
  })
  const { values, setFieldValue } = form
  const now = useNow()
  const zones = useMemo(() => listZones(values.timeZone), [values.timeZone])
  const errors = form.errors as Record<string, string | undefined>
  const leave = () => navigate({ to: '/settings/calendars' })
  const reload = () => queryClient.invalidateQueries(calendarsQuery)
  const save = form.onSubmit(async ({ name, ...others }) => {
    setFailure(null)
    const body = { name: name.trim(), ...others }
    try {
      if (calendar) await rest('PATCH', `/calendars/${calendar.id}`, body)
      else await rest('POST', '/calendars', body)
    } catch (error) {
      form.setErrors(fieldErrors(error, t))
      return setFailure(error)
    }
    notifications.show({ color: 'green', message: t('common.saved') })
    await reload()
    await leave()
  })
  const readOnly = me.role !== 'admin'
  return (
    <form noValidate onSubmit={save}>
      <h2 className={page.title}>{calendar?.name ?? t('calendars.new')}</h2>
      {failure !== null && (
        <Alert color="red" role="alert" mt={12}>
          {explain(failure, t)}
        </Alert>
      )}
      <fieldset disabled={readOnly} className={classes.fields}>
        <div className={classes.facts2}>
          <TextInput
            label={t('calendars.name')}
            description={t('calendars.nameHint')}
            maxLength={LIMITS.titleLength}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Select
            label={t('calendars.zone')}
            description={t('calendars.zoneNow', { distance: distanceOf(values.timeZone, now) })}
            data={zones}
            searchable
            limit={100}
            allowDeselect={false}
            nothingFoundMessage={t('calendars.noZone')}
            {...form.getInputProps('timeZone')}
          />
        </div>
        <section className={page.section}>
          <h3>{t('calendars.week')}</h3>
          <p>{t('calendars.weekText')}</p>
          {!readOnly && (
            <TextImport
              timeZone={values.timeZone}
              onRead={(hours, timeZone) => {
                setFieldValue('hours', hours)
                setFieldValue('timeZone', timeZone)
              }}
            />
          )}
          <WeekGrid
            hours={values.hours}
            errors={errors}
            onChange={(hours) => setFieldValue('hours', hours)}
          />
        </section>
        <section className={page.section}>
          <h3>{t('calendars.holidays')}</h3>
          <p>{t('calendars.holidaysText')}</p>
          <HolidaysEditor
            holidays={values.holidays}
            errors={errors}
            onChange={(holidays) => setFieldValue('holidays', holidays)}
          />
        </section>
      </fieldset>
      <section className={page.section}>
        <h3>{t('calendars.tester')}</h3>
        <p>{t('calendars.testerText')}</p>
        <VisitTester values={values} />
      </section>
      {!readOnly && (
        <div className={classes.bar}>
          {calendar && (
            <Button
              variant="subtle"
              color="red"
              className={classes.delete}
              leftSection={<IconTrash size={16} />}
              onClick={() => setDeleting(true)}
            >
              {t('common.delete')}
            </Button>
          )}
          <Button variant="default" onClick={leave}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={form.submitting}>
            {t('common.save')}
          </Button>
        </div>
      )}
      {calendar && deleting && (
        <DeleteDialog
          name={calendar.name}
          path={`/calendars/${calendar.id}`}
          onClose={() => setDeleting(false)}
          onDeleted={() => void reload().then(leave)}
        />
      )}
    </form>
  )
}
