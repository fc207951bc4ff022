import type { Draft } from '@biometrics/chat-client'
import type { Conversation } from '@biometrics/chat-protocol'
import { CloseButton } from '@mantine/core'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { TFunction } from 'i18next'
import { lazy, Suspense, useRef } from 'react'
import { IconNote, IconPencil } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { useCommands } from '../commands/commands.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { Quote } from '../messages/quote.tsx'
import { usePreferences } from '../notices/preferences.ts'
import { showFailure } from '../session/explain.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { useStateFor } from '../shell/use-state-for.ts'
import { AttachmentStrip } from './attachment-strip.tsx'
import { messageOf } from './attachments.ts'
import { fillIn, variablesIn } from './canned.ts'
import { CannedSuggestions } from './canned-suggestions.tsx'
import { Closed } from './closed.tsx'
import classes from './composer.module.css'
import { NameSuggestions } from './name-suggestions.tsx'
import { HeldBar } from './held-bar.tsx'
import { ModeSwitch } from './mode-switch.tsx'
import { replyTo, useReplyTarget } from './replying.ts'
import { TextBox } from './text-box.tsx'
import { Tools } from './tools.tsx'
import { useAttachments } from './use-attachments.ts'
import { useHeldSends } from './use-held-sends.ts'
import { useCanned } from './use-canned.ts'
import { useDraft } from './use-draft.ts'
import { useNames } from './use-names.ts'
import { writeIn } from './write-in.ts'

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
  const held = useHeldSends(id)
  const target = useReplyTarget(id)
  const { undoSend } = usePreferences()
  const box = useRef<HTMLTextAreaElement>(null)
  const [refused, setRefused] = useStateFor(id, () => false)
  const [isAssisted, setIsAssisted] = useStateFor(id, () => false)
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
  const canned = useCanned(conversation, box, attachments.addReady)
  const names = useNames(mode === 'note', conversation, box)
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
  const answered = target ? { replyTo: target.id } : {}
  /** Kept back for a moment, to be taken back. */
  const hold = () => {
    const uploads = attachments.list.flatMap(({ status }) => (status.name === 'ready' ? status.upload : []))
    const words: Draft[] = ready === '' ? [] : [{ type: 'text', content: { text: ready }, ...answered }]
    held.hold(id, { messages: [...uploads.map(messageOf), ...words], text, uploads })
    for (const each of attachments.list) attachments.remove(each.id)
    replyTo(id, null)
    setText('')
    box.current?.focus()
  }
  const takeBack = () => {
    const back = held.undo()
    if (!back) return
    attachments.addReady(back.uploads)
    setText([back.text, text].filter(Boolean).join('\n'))
    box.current?.focus()
  }
  const addEmoji = (emoji: string | null) => {
    const { current } = box
    if (!current) return
    if (emoji) writeIn(current, emoji, current.selectionStart, current.selectionEnd)
    else current.focus()
  }
  const send = () => {
    setRefused(problem !== null)
    if (problem !== null) return
    if (undoSend && mode === 'reply') return hold()
    held.flush(id)
    for (const { id: attachment, status } of attachments.list) {
      if (status.name !== 'ready') continue
      if (!say(messageOf(status.upload))) return
      attachments.remove(attachment)
    }
    if (ready !== '' && !say({ type: 'text', content: { text: ready }, ...answered })) return
    replyTo(id, null)
    setText('')
    box.current?.focus()
  }

  return (
    <div className={classes.frame}>
      {held.held && <HeldBar key={id} onUndo={takeBack} />}
      <div className={classes.composer} data-mode={mode}>
        <CannedSuggestions canned={canned} />
        <NameSuggestions names={names} />
        <Suspense>
          {isAssisted && mode === 'reply' && (
            <AssistPanel
              key={id}
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
        {target && (
          <div className={classes.target}>
            <Quote message={target} name={target.senderName ?? visitorName(conversation.visitor, t)} />
            <CloseButton size="sm" aria-label={t('composer.noReply')} onClick={() => replyTo(id, null)} />
          </div>
        )}
        <AttachmentStrip attachments={attachments} />
        {/* A box of its own: what an input method composes, and what can be undone, stay behind with the old one. */}
        <TextBox
          key={id}
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
          suggestions={[canned, names]}
        />
        <Tools
          conversationId={id}
          mode={mode}
          hint={hintOf(problem, refused, unknown, text, t)}
          canSend={problem !== 'empty'}
          onFiles={attachments.add}
          onEmoji={addEmoji}
          onCanned={canned.openAtEnd}
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
