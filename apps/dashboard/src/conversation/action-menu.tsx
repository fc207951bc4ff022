import type { Conversation, Priority } from '@biometrics/chat-protocol'
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconAlarmSnooze,
  IconArrowBackUp,
  IconArrowsExchange,
  IconCalendarTime,
  IconCheck,
  IconCircleX,
  IconDots,
  IconFlag,
  IconMessageCircle,
  IconMinus,
  IconTag,
} from '@tabler/icons-react'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { keysOf } from '../commands/keymap.ts'
import { Keys } from '../commands/keys.tsx'
import { dayAndTime } from '../i18n/times.ts'
import { PRIORITY_ICONS } from '../inbox/priority-mark.tsx'
import classes from './actions.module.css'
import { snoozeTimes } from './snooze-times.ts'
import type { ConversationActions } from './use-conversation-actions.ts'
import type { Opened } from './use-opened.ts'

export type MenuPage = 'main' | 'priority' | 'snooze' | 'close'

interface Props {
  conversation: Conversation
  actions: ConversationActions
  page: MenuPage | null
  open: (what: Opened) => void
  onClose: () => void
  /** Without the form of the app it is closed at once. */
  onClosing: (resolved: boolean) => void
}

/** One menu with several pages: for the mouse, the keys and the phone alike. */
export function ActionMenu({ conversation, actions, page, open, onClose, onClosing }: Props) {
  const { t } = useTranslation()
  const dropdown = useFocusInside(page)
  return (
    <Menu
      width={page === 'snooze' ? 290 : 250}
      opened={page !== null}
      onChange={(opened) => (opened ? open('main') : onClose())}
      returnFocus={false}
    >
      <Menu.Target>
        <ActionIcon aria-label={t('actions.more')} title={t('actions.more')} disabled={actions.busy}>
          <IconDots size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown ref={dropdown}>
        {page === 'main' && (
          <MainPage conversation={conversation} actions={actions} open={open} onClosing={onClosing} />
        )}
        {page === 'priority' && <PriorityPage conversation={conversation} actions={actions} />}
        {page === 'snooze' && <SnoozePage actions={actions} open={open} />}
        {page === 'close' && <ClosePage onClosing={onClosing} />}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Another page takes the focus to its first line, wherever the last one had it. */
function useFocusInside(page: MenuPage | null) {
  const dropdown = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (page === null) return
    const frame = requestAnimationFrame(() => {
      const lines = dropdown.current?.querySelectorAll<HTMLElement>('[role="menuitem"]')
      const current = [...(lines ?? [])].find((line) => line.ariaCurrent === 'true')
      ;(current ?? lines?.[0])?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [page])
  return dropdown
}

function MainPage({ conversation, actions, open, onClosing }: Omit<Props, 'page' | 'onClose'>) {
  const { t } = useTranslation()
  const { status, agentId } = conversation
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowsExchange size={16} />}
        rightSection={<KeysOf id="conversation.transfer" />}
        onClick={() => open('transfer')}
      >
        {t('actions.transferDots')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFlag size={16} />}
        rightSection={<KeysOf id="conversation.priority" />}
        closeMenuOnClick={false}
        onClick={() => open('priority')}
      >
        {t('actions.priorityDots')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconAlarmSnooze size={16} />}
        rightSection={<KeysOf id="conversation.snooze" />}
        closeMenuOnClick={false}
        onClick={() => open('snooze')}
      >
        {t('actions.snoozeDots')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTag size={16} />}
        rightSection={<KeysOf id="conversation.tags" />}
        onClick={() => open('tags')}
      >
        {t('actions.tagsDots')}
      </Menu.Item>
      <Menu.Divider />
      {agentId !== null && status !== 'queued' && (
        <Menu.Item
          leftSection={<IconArrowBackUp size={16} />}
          rightSection={<KeysOf id="conversation.release" />}
          onClick={actions.release}
        >
          {t('actions.release')}
        </Menu.Item>
      )}
      <ClosePage onClosing={onClosing} />
    </>
  )
}

function ClosePage({ onClosing }: Pick<Props, 'onClosing'>) {
  const { t } = useTranslation()
  return (
    <>
      <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => onClosing(true)}>
        {t('actions.closeResolved')}
      </Menu.Item>
      <Menu.Item leftSection={<IconCircleX size={16} />} onClick={() => onClosing(false)}>
        {t('actions.closeUnresolved')}
      </Menu.Item>
    </>
  )
}

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Priority[]
const ICONS = { ...PRIORITY_ICONS, normal: IconMinus } as const

function PriorityPage({ conversation, actions }: Pick<Props, 'conversation' | 'actions'>) {
  const { t } = useTranslation()
  return (
    <>
      <Menu.Label>{t('priority.label')}</Menu.Label>
      {PRIORITIES.map((priority) => {
        const Icon = ICONS[priority]
        const current = conversation.priority === priority
        return (
          <Menu.Item
            key={priority}
            aria-current={current || undefined}
            data-autofocus={current || undefined}
            leftSection={<Icon size={16} />}
            rightSection={
              current ? <IconCheck size={16} aria-label={t('common.current')} role="img" /> : null
            }
            onClick={() => actions.prioritize(priority)}
          >
            {t(`priority.${priority}`)}
          </Menu.Item>
        )
      })}
    </>
  )
}

function SnoozePage({ actions, open }: Pick<Props, 'actions' | 'open'>) {
  const { t } = useTranslation()
  return (
    <>
      <Menu.Label>{t('snooze.until')}</Menu.Label>
      <Menu.Item leftSection={<IconMessageCircle size={16} />} onClick={() => actions.snooze(null)}>
        {t('snooze.visitor')}
      </Menu.Item>
      {snoozeTimes(new Date()).map(({ choice, at }) => (
        <Menu.Item
          key={choice}
          leftSection={<IconAlarmSnooze size={16} />}
          rightSection={<span className={classes.time}>{dayAndTime(at.getTime())}</span>}
          onClick={() => actions.snooze(at.toISOString())}
        >
          {t(`snooze.${choice}`)}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconCalendarTime size={16} />} onClick={() => open('snoozeAt')}>
        {t('snooze.choose')}
      </Menu.Item>
    </>
  )
}

function KeysOf({ id }: { id: string }) {
  const keys = keysOf(id)
  return keys === null ? null : <Keys keys={keys} />
}
