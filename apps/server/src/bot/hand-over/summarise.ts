import type { HandOverReason, Message } from '@biometrics/chat-protocol'
import { newMessageId } from '../../messages/message-id.ts'
import type { NewMessageRow } from '../../messages/message-row.ts'
import type { SummaryWords } from '../texts/texts.ts'

const LINES_MAX = 12
const LINE_LENGTH = 280

/** What was asked, what was answered and what was given, so that nobody has to ask again: a note for agents. */
export function summaryOf(
  reason: HandOverReason,
  messages: readonly Message[],
  answers: Record<string, unknown>,
  words: SummaryWords,
): string {
  const lines = linesOf(messages, words)
  const given = Object.entries(answers).map(
    ([name, value]) => `${name}: ${shorten(String(value), LINE_LENGTH)}`,
  )
  return [
    `${words.handedOver}: ${words.reasons[reason]}.`,
    ...(given.length > 0 ? ['', `${words.given}:`, ...given] : []),
    ...(lines.length > 0 ? ['', `${words.said}:`, ...lines] : []),
  ].join('\n')
}

/** The last of what everybody could read, a line each. */
export function linesOf(
  messages: readonly Message[],
  words: SummaryWords,
  { most = LINES_MAX, length = LINE_LENGTH } = {},
): string[] {
  const names: Partial<Record<Message['senderType'], string>> = {
    user: words.visitor,
    agent: words.agent,
    bot: words.bot,
  }
  return messages
    .flatMap((message) => {
      const name = message.visibility === 'all' ? names[message.senderType] : undefined
      const said = wordsOf(message)
      return name === undefined || said === '' ? [] : [`${name}: ${shorten(said, length)}`]
    })
    .slice(-most)
}

function wordsOf({ type, content }: Message): string {
  if (type === 'text') return content.text
  if (type === 'quick_reply') return content.text ?? content.options.map(({ title }) => title).join(', ')
  if (type === 'carousel') return content.cards.map(({ title }) => title).join(', ')
  return 'name' in content ? content.name : ''
}

function shorten(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1).toWellFormed()}…` : line
}

export interface BotWords {
  conversationId: string
  botName: string
  now: Date
}

/** A message of the bot; `part` makes a turn that is stored twice one turn. */
export function botMessage(
  { conversationId, botName, now }: BotWords,
  { type, content, visibility = 'all' }: Pick<NewMessageRow, 'type' | 'content'> & Partial<NewMessageRow>,
  clientId: string,
): NewMessageRow {
  return {
    id: newMessageId(),
    conversation_id: conversationId,
    client_id: clientId,
    for_visitor: null,
    sender_id: 'bot',
    sender_type: 'bot',
    sender_name: botName,
    type,
    content,
    visibility,
    reply_to: null,
    created_at: now,
  }
}
