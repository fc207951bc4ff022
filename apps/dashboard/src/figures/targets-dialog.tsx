import type { Targets, TargetsReply } from '@biometrics/chat-protocol'
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTargetArrow } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
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
  const { t: words } = useTranslation()
  if (me.role !== 'admin') return null
  return (
    <>
      <Button variant="default" leftSection={<IconTargetArrow size={16} />} onClick={() => setOpen(true)}>
        {t('targets.change')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={group === undefined ? t('targets.ofAll') : t('targets.of', { group })}
        closeButtonProps={{ 'aria-label': words('common.close') }}
      >
        {data && <TargetsForm key={String(groupId)} given={data} onDone={() => setOpen(false)} />}
      </Modal>
    </>
  )
}

function TargetsForm({ given, onDone }: { given: TargetsReply; onDone: () => void }) {
  const t = useTexts()
  const { t: words } = useTranslation()
  const client = useQueryClient()
  const [wanted, setWanted] = useState(given.targets)
  const [isBusy, setBusy] = useState(false)

  async function save(targets: Targets | null) {
    setBusy(true)
    try {
      await rest('PUT', '/targets', { groupId: given.groupId, targets })
      await client.invalidateQueries({ queryKey: ['figures'] })
      notifications.show({ color: 'green', message: t('targets.saved') })
      onDone()
    } catch (error) {
      showFailure(error, words)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save(wanted)
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('targets.text')}
        </Text>
        {given.groupId !== null && (
          <Text size="sm">{given.isOwn ? t('targets.own') : t('targets.common')}</Text>
        )}
        {FIELDS.map((field) => {
          const figure = t(`figure.${field}`)
          const value = wanted[field]
          return (
            <NumberInput
              key={field}
              label={isShare(field) ? t('targets.inPercent', { figure }) : t('targets.inSeconds', { figure })}
              min={isShare(field) ? 0 : 1}
              max={isShare(field) ? 100 : 86_400}
              allowDecimal={false}
              value={value === null ? '' : isShare(field) ? Math.round(value * 100) : value}
              onChange={(next) => {
                const amount = next === '' ? null : Number(next)
                setWanted({ ...wanted, [field]: amount !== null && isShare(field) ? amount / 100 : amount })
              }}
            />
          )
        })}
        <Group justify="flex-end">
          {given.isOwn && given.groupId !== null && (
            <Button variant="subtle" loading={isBusy} onClick={() => void save(null)}>
              {t('targets.reset')}
            </Button>
          )}
          <Button variant="default" onClick={onDone}>
            {words('common.cancel')}
          </Button>
          <Button type="submit" loading={isBusy}>
            {words('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
