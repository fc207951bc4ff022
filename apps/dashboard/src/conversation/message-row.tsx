import type { Draft } from '@biometrics/chat-client'
import type { Message, SenderType } from '@biometrics/chat-protocol'
import { IconCornerUpLeft, IconLock } from '@tabler/icons-react'
import { shallowEqual } from '@mantine/hooks'
import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { clockTime, dayHeading, fullTime, useNow } from '../i18n/times.ts'
import { replyTo } from '../composer/replying.ts'
import { MessageBody } from '../messages/message-body.tsx'
import { Quote } from '../messages/quote.tsx'
import { useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import { Delivery } from './delivery.tsx'
import classes from './message-row.module.css'
import type { Row } from './rows.ts'

interface Props {
  row: Row
  /** The visitor's answer to this quick reply or carousel. */
  answer: Message | null
  /** The conversation begins with this row. */
  begins: boolean
  /** Somebody came for this one. */
  found?: boolean
  readSeq: number
  visitor: string
  /** A message that is answered, if it is loaded. */
  find?: (id: string) => Message | undefined
}

/** The list draws its rows anew at every step of the scroll bar; most of them say what they said. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { row, answer, begins, found = false, readSeq, visitor, find } = props
  const { t } = useTranslation()
  const message = row.kind === 'stored' ? row.message : row.pending.draft
  return (
    <div className={classes.row} data-first={row.first || undefined} data-found={found || undefined}>
      {begins && <p className={classes.begin}>{t('conversation.began', { time: fullTime(row.time) })}</p>}
      {row.newDay && <DayHeading time={row.time} />}
      {row.firstNew && (
        <div className={classes.news}>
          <span>{t('conversation.newDivider')}</span>
        </div>
      )}
      {message.type === 'system' ? (
        <p className={classes.system} title={fullTime(row.time)}>
          {message.content.message} <time>{clockTime(row.time)}</time>
        </p>
      ) : (
        <Said row={row} message={message} answer={answer} readSeq={readSeq} visitor={visitor} find={find} />
      )}
    </div>
  )
}, isSame)

/** All rows are made anew with every message, most of them alike. */
function isSame(before: Props, now: Props): boolean {
  return shallowEqual({ ...before, row: null }, { ...now, row: null }) && shallowEqual(before.row, now.row)
}

function DayHeading({ time }: { time: number }) {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <div className={classes.day}>
      <span>{dayHeading(time, now, t)}</span>
    </div>
  )
}

type SaidProps = Omit<Props, 'begins' | 'found' | 'find'> & {
  find: Props['find'] | undefined
} & { message: Message | Draft }

/** What a person or a bot said: theirs on the left, ours on the right. */
function Said({ row, message, answer, readSeq, visitor, find }: SaidProps) {
  const { t } = useTranslation()
  const quoted = message.replyTo ? find?.(message.replyTo) : undefined
  const side = sideOf(row)
  const note = message.visibility === 'note'
  const status = row.kind === 'pending' ? row.pending.status.name : null
  return (
    <div className={classes.said} data-side={side}>
      {side === 'visitor' && (
        <span className={classes.face}>
          {row.last && row.kind === 'stored' && <Face id={row.message.senderId} name={visitor} size={28} />}
        </span>
      )}
      <div className={classes.stack}>
        {row.first && <SenderName row={row} note={note} visitor={visitor} />}
        <div
          className={classes.bubble}
          data-kind={note ? 'note' : side}
          data-bare={!note && BARE.has(message.type) ? '' : undefined}
          data-status={status ?? undefined}
          title={fullTime(row.time)}
        >
          {quoted && !OFFERS.has(quoted.type) && <Quote message={quoted} name={nameOf(quoted, visitor, t)} />}
          <MessageBody message={message} answer={answer} />
          {row.kind === 'stored' && !note && (
            <button
              type="button"
              className={classes.reply}
              aria-label={t('message.reply')}
              title={t('message.reply')}
              onClick={() => replyTo(row.message.conversationId, row.message)}
            >
              <IconCornerUpLeft size={15} stroke={2} aria-hidden />
            </button>
          )}
        </div>
        {(row.last || status === 'failed') && <Delivery row={row} readSeq={readSeq} note={note} />}
      </div>
    </div>
  )
}

/** Pictures, files and cards have a frame of their own. */
const BARE: ReadonlySet<Message['type']> = new Set(['image', 'file', 'carousel'])

/** Whose answer stands with the choice itself. */
const OFFERS: ReadonlySet<Message['type']> = new Set(['quick_reply', 'carousel'])

function sideOf(row: Row): 'visitor' | 'ours' {
  return row.kind === 'stored' && row.message.senderType === 'user' ? 'visitor' : 'ours'
}

/** Colleagues and bots are named; myself and the visitor only to those who cannot see the sides. */
function SenderName({ row, note, visitor }: { row: Row; note: boolean; visitor: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const mine = row.kind === 'pending' || row.message.senderId === me.id
  const name = mine ? t('preview.you') : nameOf(row.message, visitor, t)
  if (note) {
    return (
      <span className={classes.sender} data-note>
        <IconLock size={13} stroke={2} aria-hidden />
        {t('message.noteBy', { name })}
      </span>
    )
  }
  const plain = mine || row.message.senderType === 'user'
  return <span className={plain ? classes.hidden : classes.sender}>{name}</span>
}

function nameOf(message: Message, visitor: string, t: TFunction): string {
  const names: Record<SenderType, string> = {
    user: visitor,
    agent: message.senderName ?? t('preview.agent'),
    bot: message.senderName ?? t('preview.bot'),
    system: '',
  }
  return names[message.senderType]
}
