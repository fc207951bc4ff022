import type { Calendar } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from '../../forms/leave-guard.tsx'
import { useRefusal } from '../../forms/use-refusal.tsx'
import { useNow } from '../../i18n/times.ts'
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
  const refusal = useRefusal(form)
  const { values, setFieldValue } = form
  const now = useNow()
  const zones = useMemo(() => listZones(values.timeZone), [values.timeZone])
  const errors = form.errors as Record<string, string | undefined>
  const leave = () => navigate({ to: '/settings/calendars' })
  const reload = () => queryClient.invalidateQueries(calendarsQuery)
  const save = form.onSubmit(async ({ name, ...others }) => {
    refusal.clear()
    const body = { name: name.trim(), ...others }
    try {
      if (calendar) await rest('PATCH', `/calendars/${calendar.id}`, body)
      else await rest('POST', '/calendars', body)
    } catch (error) {
      return refusal.show(error)
    }
    notifications.show({ color: 'green', message: t('common.saved') })
    form.resetDirty(form.getValues())
    await reload()
    await navigate({ to: '/settings/calendars', ignoreBlocker: true })
  }, refusal.point)
  const readOnly = me.role !== 'admin'
  return (
    <form noValidate onSubmit={save}>
      <h2 className={page.title}>{calendar?.name ?? t('calendars.new')}</h2>
      {refusal.alert}
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
      <LeaveGuard dirty={form.isDirty()} saving={form.submitting} />
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
          onDeleted={() => {
            void reload()
            void navigate({ to: '/settings/calendars', ignoreBlocker: true })
          }}
        />
      )}
    </form>
  )
}
