import type { VisitorClient } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'
import { summaryOf } from '../home/summary.ts'
import { eventsBetween } from '../page/page-events.ts'
import { isPage, type PageCall, type PageLink } from '../page/page-link.ts'
import type { Chat } from './chat.ts'
import { conversationsOf, currentKey } from './screen.ts'

const PREVIEW_LENGTH = 140

/** Carries out what the page asks, and tells it what happens. */
export function followPage(chat: Chat, link: PageLink): void {
  link.onCall((call) => carryOut(chat, call))
  let followed: VisitorClient | undefined
  let unfollow = () => {}
  const follow = () => {
    const { client } = chat.state.value
    if (client === followed) return
    followed = client
    unfollow()
    unfollow = report(chat, client, link)
  }
  chat.state.subscribe(follow)
  follow()
}

function carryOut(chat: Chat, call: PageCall): void {
  switch (call.name) {
    case 'open':
    case 'close':
      return chat.setOpen(call.name === 'open')
    case 'wake':
      return chat.connect()
    case 'page':
      return isPage(call.data) ? chat.see(call.data) : undefined
    case 'identify':
      return chat.identify(call.data)
    case 'setAttributes':
      return chat.setAttributes(call.data)
    case 'setLanguage':
      return chat.setLanguage(typeof call.data === 'string' ? call.data : undefined)
    case 'setTheme':
      return chat.setTheme(call.data === 'light' || call.data === 'dark' ? call.data : 'auto')
    case 'prefill':
      return typeof call.data === 'string' ? chat.prefill(call.data) : undefined
    case 'send':
      return sendFor(chat, call.data)
    case 'track':
      return typeof call.data?.name === 'string' ? chat.track(call.data.name, call.data.data) : undefined
    case 'reset':
      return void chat.reset()
  }
}

function sendFor(chat: Chat, text: unknown): void {
  if (typeof text !== 'string' || text.trim() === '') return
  const { screen, client } = chat.state.value
  chat.say({ type: 'text', content: { text } }, currentKey(screen, client.state))
}

function report(chat: Chat, client: VisitorClient, link: PageLink): () => void {
  let before = client.state
  const stopState = client.subscribe(() => {
    const after = client.state
    for (const [name, data] of eventsBetween(before, after)) link.tell(name, data)
    if (after.connection !== before.connection && after.connection.status === 'refused') {
      link.tell('error', after.connection.error)
    }
    if (after.session !== before.session && after.session) {
      const { position, color, greeting, language } = after.session.config
      link.keep({ position, color, greeting: greeting ?? '', language: language ?? '' })
    }
    const conversation = conversationsOf(after)[0] ?? null
    if (conversation && conversationsOf(before).length === 0) link.keep({ known: true })
    link.show({ unread: after.unread, visitor: after.session?.visitor ?? null, conversation })
    before = after
  })
  const stopMessages = client.onMessage((message) => {
    if (message.senderType === 'user') return link.tell('message:sent', message)
    link.tell('message:received', message)
    if (!chat.state.value.open) link.show({ bubble: preview(chat, message) })
  })
  return () => {
    stopState()
    stopMessages()
  }
}

function preview(chat: Chat, message: Message): string {
  const texts = chat.state.value.language?.texts
  if (!texts || message.type === 'system') return ''
  const text = summaryOf(message, texts)
  const short = text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH - 1).trimEnd()}…` : text
  return message.senderName ? `${message.senderName}: ${short}` : short
}
