import type { Draft } from '@biometrics/chat-client'
import type { Conversation } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { TFunction } from 'i18next'
import { lazy, Suspense, useRef, useState } from 'react'
import { IconNote, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCommands } from '../commands/commands.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { showFailure } from '../session/explain.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { AttachmentStrip } from './attachment-strip.tsx'
import { messageOf } from './attachments.ts'
import { fillIn, variablesIn } from './canned.ts'
import { CannedSuggestions } from './canned-suggestions.tsx'
import { Closed } from './closed.tsx'
import classes from './composer.module.css'
import { ModeSwitch } from './mode-switch.tsx'
import { TextBox } from './text-box.tsx'
import { Tools } from './tools.tsx'
import { useAttachments } from './use-attachments.ts'
import { useCanned } from './use-canned.ts'
import { useDraft } from './use-draft.ts'

const AssistPanel = lazy(() => import('../assist/assist-panel.tsx'))

export function Composer({ conversation }: { conversation: Conversation }) {
  if (conversation.status === 'closed') return <Closed conversation={conversation} />
  return <OpenComposer conversation={conversation} />
}

function OpenComposer({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const { id } = conversation
  const client = useClient()
  const me = useMe()
  const [draft, changeDraft] = useDraft(id)
  const attachments = useAttachments(id)
  const box = useRef<HTMLTextAreaElement>(null)
  const [refused, setRefused] = useState(false)
  const [isAssisted, setIsAssisted] = useState(false)
  const { mode } = draft
  const text = draft[mode]
  // [AW3] What is known is filled in, also when it was typed; what is not stays visible until it is dealt with.
  const ready = mode === 'reply' ? fillIn(text.trim(), conversation, me) : text.trim()
  const unknown = mode === 'reply' ? variablesIn(ready) : []
  const problem = whyNot(ready, attachments.list, unknown)

  const setText = (changed: string) => {
    changeDraft({ [mode]: changed })
    setRefused(false)
    // [MS6] That a note is being written is nobody else's business.
    if (mode === 'reply') client.setTyping(id, changed.trim() !== '')
  }
  const canned = useCanned(conversation, box, setText)
  const write = (changed: typeof mode) => {
    if (changed !== mode) client.setTyping(id, false)
    changeDraft({ mode: changed })
    box.current?.focus()
  }
  useCommands([
    {
      id: 'conversation.reply',
      group: 'conversation',
      label: t('commands.conversation.reply'),
      Icon: IconPencil,
      run: () => write('reply'),
    },
    {
      id: 'conversation.note',
      group: 'conversation',
      label: t('commands.conversation.note'),
      Icon: IconNote,
      run: () => write('note'),
    },
  ])

  /** False when the outbox is full: what could not go stays where it is. */
  const say = (message: Draft): boolean => {
    try {
      client.send(id, mode === 'note' ? { ...message, visibility: 'note' } : message)
      return true
    } catch (error) {
      showFailure(error, t)
      return false
    }
  }
  const send = () => {
    setRefused(problem !== null)
    if (problem !== null) return
    for (const { id: attachment, status } of attachments.list) {
      if (status.name !== 'ready') continue
      if (!say(messageOf(status.upload))) return
      attachments.remove(attachment)
    }
    if (ready !== '' && !say({ type: 'text', content: { text: ready } })) return
    setText('')
    box.current?.focus()
  }

  return (
    <div className={classes.frame}>
      <div className={classes.composer} data-mode={mode}>
        <CannedSuggestions canned={canned} />
        <Suspense>
          {isAssisted && mode === 'reply' && (
            <AssistPanel
              conversation={conversation}
              draft={text}
              onDraft={(changed) => {
                setText(changed)
                box.current?.focus()
              }}
              onClose={() => setIsAssisted(false)}
            />
          )}
        </Suspense>
        <ModeSwitch mode={mode} onChange={write} />
        <AttachmentStrip attachments={attachments} />
        <TextBox
          ref={box}
          text={text}
          placeholder={
            mode === 'note'
              ? t('composer.notePlaceholder')
              : t('composer.replyPlaceholder', { name: visitorName(conversation.visitor, t) })
          }
          onChange={setText}
          onSend={send}
          onFiles={attachments.add}
          onBlur={() => client.setTyping(id, false)}
          canned={canned}
        />
        <Tools
          mode={mode}
          hint={hintOf(problem, refused, unknown, text, t)}
          canSend={problem !== 'empty'}
          onFiles={attachments.add}
          onCanned={() => {
            setText(text === '' || /\s$/.test(text) ? `${text}/` : `${text} /`)
            canned.openAtEnd()
          }}
          onAssist={() => setIsAssisted(!isAssisted)}
          onMessage={say}
          onSend={send}
        />
      </div>
    </div>
  )
}

/** Why a message cannot go yet. Files that were refused wait to be taken away; nothing is left out silently. */
function whyNot(text: string, list: ReturnType<typeof useAttachments>['list'], unknown: readonly string[]) {
  if (text === '' && list.length === 0) return 'empty'
  if (text.length > LIMITS.textLength) return 'tooLong'
  if (unknown.length > 0) return 'unknownVariables'
  if (list.some(({ status }) => status.name === 'uploading')) return 'stillUploading'
  if (list.some(({ status }) => status.name !== 'ready')) return 'removeFailed'
  return null
}

/** A variable without a value is named at once, other problems when somebody tries to send. */
function hintOf(
  problem: ReturnType<typeof whyNot>,
  refused: boolean,
  unknown: readonly string[],
  text: string,
  t: TFunction,
): string | null {
  if (problem === 'unknownVariables') return t('composer.unknownVariables', { names: unknown.join(', ') })
  if (refused && problem !== null && problem !== 'empty') return t(`composer.${problem}`)
  return roomLeft(text, t)
}

const ROOM_SHOWN_BELOW = 500

function roomLeft(text: string, t: TFunction): string | null {
  const left = LIMITS.textLength - text.trim().length
  return left < ROOM_SHOWN_BELOW ? t('composer.roomLeft', { n: left }) : null
}
