import type { Chat } from '../chat/chat.ts'
import { currentKey } from '../chat/screen.ts'
import { withAttributes, withIdentity } from '../chat/session-facts.ts'
import type { PageCall } from './page-link.ts'

/** What only some pages ask. */
export function carryOut(chat: Chat, call: PageCall): void {
  switch (call.name) {
    case 'identify':
      chat.learn(withIdentity(chat.facts, call.data))
      return chat.connect()
    case 'setAttributes':
      return chat.learn(withAttributes(chat.facts, call.data))
    case 'prefill':
      return typeof call.data === 'string' ? chat.prefill(call.data) : undefined
    case 'send':
      return send(chat, call.data)
    case 'track':
      return typeof call.data?.name === 'string' ? track(chat, call.data.name, call.data.data) : undefined
    case 'reset':
      return void reset(chat)
  }
}

function send(chat: Chat, text: unknown): void {
  if (typeof text !== 'string' || text.trim() === '') return
  const { screen, client } = chat.state.value
  chat.say({ type: 'text', content: { text } }, currentKey(screen, client.state))
}

/** Told with the next session: a busy page must not make a session of every click. */
function track(chat: Chat, name: string, data: unknown): void {
  chat.note(withAttributes(chat.facts, { [`event:${name}`]: data ?? true }))
}

/** Forgets the visitor on this device. */
async function reset(chat: Chat): Promise<void> {
  const { page, language, timeZone, businessHours } = chat.facts
  chat.note({ page, language, timeZone, businessHours })
  chat.state.set({ ...chat.state.value, screen: { name: 'first' }, prefill: null })
  await chat.state.value.client.forget()
  chat.restart()
}
