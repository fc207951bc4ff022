import type { Targets, TargetsReply } from '@biometrics/chat-protocol'
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconTargetArrow } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormModal } from '../forms/form-modal.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { groupsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { useTexts } from './use-texts.ts'

const FIELDS = ['waitTime', 'firstResponse', 'resolutionRate', 'csat', 'chatDuration'] as const

function isShare(field: keyof Targets): boolean {
  return field === 'resolutionRate' || field === 'csat'
}

/** Admins say what is wanted, of one group or of all that want nothing of their own. */
export function TargetsButton({ groupId }: { groupId: string | null }) {
  const t = useTexts()
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  const { data: groups = [] } = useQuery(groupsQuery)
  const group = groups.find(({ id }) => id === groupId)?.name
  const { data } = useQuery({
    queryKey: ['figures', 'targets', groupId],
    queryFn: () => rest<TargetsReply>('GET', `/targets${groupId ? `?groupId=${groupId}` : ''}`),
    enabled: isOpen,
    staleTime: 0,
  })
  if (me.role !== 'admin') return null
  return (
    <>
      <Button variant="default" leftSection={<IconTargetArrow size={16} />} onClick={() => setOpen(true)}>
        {t('targets.change')}
      </Button>
      {isOpen && data && (
        <TargetsForm
          title={group === undefined ? t('targets.ofAll') : t('targets.of', { group })}
          given={data}
          onDone={() => setOpen(false)}
        />
      )}
    </>
  )
}

function TargetsForm(props: { title: string; given: TargetsReply; onDone: () => void }) {
  const { title, given, onDone } = props
  const t = useTexts()
  const { t: words } = useTranslation()
  const client = useQueryClient()
  const form = useForm({ initialValues: shownOf(given.targets) })
  const refusal = useRefusal(form, (path) => path.replace(/^targets\./, ''))
  const [isBusy, setBusy] = useState(false)

  async function save(targets: Targets | null) {
    setBusy(true)
    refusal.clear()
    try {
      await rest('PUT', '/targets', { groupId: given.groupId, targets })
      await client.invalidateQueries({ queryKey: ['figures'] })
      notifications.show({ color: 'green', message: t('targets.saved') })
      onDone()
    } catch (error) {
      refusal.show(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <FormModal title={title} dirty={form.isDirty()} saving={isBusy} onClose={onDone}>
      {(close) => (
        <form noValidate onSubmit={form.onSubmit((values) => save(targetsOf(values)))}>
          <Stack gap="sm">
            {refusal.alert}
            <Text size="sm" c="dimmed">
              {t('targets.text')}
            </Text>
            {given.groupId !== null && (
              <Text size="sm">{given.isOwn ? t('targets.own') : t('targets.common')}</Text>
            )}
            {FIELDS.map((field, index) => {
              const figure = t(`figure.${field}`)
              return (
                <NumberInput
                  key={field}
                  label={
                    isShare(field) ? t('targets.inPercent', { figure }) : t('targets.inSeconds', { figure })
                  }
                  min={isShare(field) ? 0 : 1}
                  max={isShare(field) ? 100 : 86_400}
                  allowDecimal={false}
                  data-autofocus={index === 0 || undefined}
                  {...form.getInputProps(field)}
                />
              )
            })}
            <Group justify="flex-end">
              {given.isOwn && given.groupId !== null && (
                <Button variant="subtle" loading={isBusy} onClick={() => void save(null)}>
                  {t('targets.reset')}
                </Button>
              )}
              <Button variant="default" onClick={close}>
                {words('common.cancel')}
              </Button>
              <Button type="submit" loading={isBusy}>
                {words('common.save')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </FormModal>
  )
}

type Values = Record<(typeof FIELDS)[number], number | string>

/** Shares in per cent; nothing for what is not wanted. */
function shownOf(targets: Targets): Values {
  const shown = FIELDS.map((field) => {
    const value = targets[field]
    return [field, value === null ? '' : isShare(field) ? Math.round(value * 100) : value]
  })
  return Object.fromEntries(shown)
}

function targetsOf(values: Values): Targets {
  const wanted = FIELDS.map((field) => {
    const value = values[field]
    return [field, value === '' ? null : isShare(field) ? Number(value) / 100 : Number(value)]
  })
  return Object.fromEntries(wanted)
}
