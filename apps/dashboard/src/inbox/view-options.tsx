import type { InboxView } from '@biometrics/chat-client'
import type { Priority } from '@biometrics/chat-protocol'
import { ActionIcon, Button, Checkbox, Divider, NativeSelect, Popover, Stack, TextInput } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { preferences, usePreferences } from '../notices/preferences.ts'
import { groupsQuery } from '../session/queries.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { SaveView } from './save-view.tsx'
import { filterOf, viewOf, type ViewFilter } from './views.ts'

const STATUSES = ['open', 'queued', 'active', 'snoozed', 'closed'] as const
const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low']

/** Another choice is another list, which is drawn anew; the choices stay open over it. */
let wasOpen = false

/** What the list shows and how: filters that can be kept as a view, the order, and how much room a row takes. */
export default function ViewOptions({ view }: { view: InboxView }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { unreadFirst, dense } = usePreferences()
  const [isOpen, setShown] = useState(wasOpen)
  const setIsOpen = (open: boolean) => {
    wasOpen = open
    setShown(open)
  }
  const filter = filterOf(view)
  const change = (part: Partial<ViewFilter>) =>
    void navigate({ to: '/inbox/$view', params: { view: viewOf({ ...filter, ...part }) }, replace: true })
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={280} trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon
          aria-label={t('viewOptions.title')}
          title={t('viewOptions.title')}
          aria-expanded={isOpen}
          variant={filter.isChosen ? 'light' : 'subtle'}
          onClick={() => setIsOpen(!isOpen)}
        >
          <IconAdjustmentsHorizontal size={18} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={10}>
          <Checkbox
            label={t('viewOptions.unreadFirst')}
            checked={unreadFirst}
            onChange={(event) => preferences.change({ unreadFirst: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('viewOptions.dense')}
            checked={dense}
            onChange={(event) => preferences.change({ dense: event.currentTarget.checked })}
          />
          <Divider />
          <NativeSelect
            label={t('viewOptions.status')}
            value={filter.status}
            onChange={(event) => change({ status: event.currentTarget.value })}
            data={STATUSES.map((value) => ({ value, label: t(`viewOptions.statuses.${value}`) }))}
          />
          <Assignee value={filter.assignee} onChange={(assignee) => change({ assignee })} />
          <Groups value={filter.groupId} onChange={(groupId) => change({ groupId })} />
          <NativeSelect
            label={t('priority.label')}
            value={filter.priority}
            onChange={(event) => change({ priority: event.currentTarget.value })}
            data={[
              { value: '', label: t('viewOptions.any') },
              ...PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })),
            ]}
          />
          <Tag value={filter.tag} onChange={(tag) => change({ tag })} />
          {filter.isChosen && <SaveView view={view} onDone={() => setIsOpen(false)} />}
          {filter.isChosen && (
            <Button
              variant="subtle"
              size="compact-md"
              onClick={() => void navigate({ to: '/inbox/$view', params: { view: 'open' } })}
            >
              {t('viewOptions.clear')}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

interface Field {
  value: string
  onChange: (value: string) => void
}

function Assignee({ value, onChange }: Field) {
  const { t } = useTranslation()
  const me = useMe()
  const team = useAgentState((state) => state.team)
  const colleagues = Object.values(team)
    .filter(({ id }) => id !== me.id)
    .sort((a, b) => a.name.localeCompare(b.name))
  return (
    <NativeSelect
      label={t('viewOptions.assignee')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('viewOptions.any') },
        { value: 'me', label: t('viewOptions.me') },
        { value: 'none', label: t('viewOptions.nobody') },
        ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

function Groups({ value, onChange }: Field) {
  const { t } = useTranslation()
  const { data = [] } = useQuery(groupsQuery)
  return (
    <NativeSelect
      label={t('views.group')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('viewOptions.any') },
        ...data.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

/** Typed in peace: the list follows when one has done. */
function Tag({ value, onChange }: Field) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  return (
    <TextInput
      label={t('viewOptions.tag')}
      value={typed}
      maxLength={50}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => typed.trim() !== value && onChange(typed.trim())}
      onKeyDown={(event) => event.key === 'Enter' && onChange(typed.trim())}
    />
  )
}
