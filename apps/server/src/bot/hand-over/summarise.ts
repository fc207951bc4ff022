import type { HandOverReason, Message } from '@biometrics/chat-protocol'
import { newMessageId } from '../../messages/message-id.ts'
import type { NewMessageRow } from '../../messages/message-row.ts'

const REASONS: Record<HandOverReason, string> = {
  asked: 'the visitor asked for a person',
  anger: 'the visitor is angry',
  low_confidence: 'twice no sure answer',
  out_of_scope: 'outside of what the bot knows',
  flow: 'the flow leads to people',
  bot: 'the bot wished so',
  turn_limit: 'the bot has spoken as often as it may',
  budget: 'the budget of answers is used up',
  timeout: 'the bot took too long',
  error: 'the bot failed',
  late: 'the bot did not answer in time',
  disabled: 'the bot was switched off',
}
const LINES_MAX = 12
const LINE_LENGTH = 280

/** What was asked, what was answered and what was given, so that nobody has to ask again: a note for agents. */
export function summaryOf(
  reason: HandOverReason,
  messages: readonly Message[],
  answers: Record<string, unknown>,
): string {
  const spoken = messages.filter(
    ({ visibility, senderType }) => visibility === 'all' && senderType !== 'system',
  )
  const lines = spoken.flatMap((message) => {
    const words = wordsOf(message)
    return words === '' ? [] : [`${message.senderType === 'user' ? 'Visitor' : 'Bot'}: ${shorten(words)}`]
  })
  const given = Object.entries(answers).map(([name, value]) => `${name}: ${shorten(String(value))}`)
  return [
    `The bot handed over: ${REASONS[reason]}.`,
    ...(given.length > 0 ? ['', 'Given:', ...given] : []),
    ...(lines.length > 0 ? ['', 'Asked and answered:', ...lines.slice(-LINES_MAX)] : []),
  ].join('\n')
}

function wordsOf({ type, content }: Message): string {
  if (type === 'text') return content.text
  if (type === 'quick_reply') return content.text ?? content.options.map(({ title }) => title).join(', ')
  if (type === 'carousel') return content.cards.map(({ title }) => title).join(', ')
  return 'name' in content ? content.name : ''
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH - 1).toWellFormed()}…` : line
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
