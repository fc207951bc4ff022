import type { VisitorClient } from '@biometrics/chat-client'
import type { eventsBetween } from '../page/page-events.ts'
import { isPage, type PageCall, type PageLink } from '../page/page-link.ts'
import type { Language } from '../i18n/language.ts'
import type { Chat } from './chat.ts'
import { conversationsOf } from './screen.ts'

/** Set as soon as the page listens to anything. */
let events: typeof eventsBetween | undefined
let listening = false

/** Carries out what the page asks, and tells it what happens. */
export function followPage(chat: Chat, link: PageLink): void {
  link.onCall((call) => carryOut(chat, call))
  let followed: VisitorClient | undefined
  let unfollow = () => {}
  let spoken: Language | null = null
  const follow = () => {
    const { client, language } = chat.state.value
    if (language && language !== spoken) {
      spoken = language
      const { openChat: open, close, dismiss, newMessages: unread } = language.texts
      link.keep({ words: { open, close, dismiss, unread } })
    }
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
    case 'listen':
      return void listen()
    case 'open':
    case 'close':
      return chat.setOpen(call.name === 'open')
    case 'wake':
      return chat.connect()
    case 'page':
      return isPage(call.data) ? chat.see(call.data) : undefined
    case 'setLanguage':
      return chat.setLanguage(typeof call.data === 'string' ? call.data : undefined)
    case 'setTheme':
      return chat.setTheme(call.data === 'light' || call.data === 'dark' ? call.data : 'auto')
    default:
      // All come the same way, and so in order.
      import('../page/page-calls.ts').then(({ carryOut }) => carryOut(chat, call), IGNORE)
  }
}
const IGNORE = () => {}

async function listen(): Promise<void> {
  listening = true
  events ??= (await import('../page/page-events.ts')).eventsBetween
}

function report(chat: Chat, client: VisitorClient, link: PageLink): () => void {
  let before = client.state
  /** The page knows of everything up to here; what happens while the words for it are on their way is told then. */
  let told = before
  const stopState = client.subscribe(() => {
    const after = client.state
    for (const [name, data] of events?.(told, after) ?? []) link.tell(name, data)
    if (events || !listening) told = after
    if (after.connection !== before.connection && after.connection.status === 'refused') {
      link.tell('error', after.connection.error)
    }
    if (after.session !== before.session && after.session) {
      if (!before.answered)
        for (const { path, message } of after.session.warnings ?? [])
          link.tell('warn', `"${path}" ${message}`)
      const { position, color, greeting } = after.session.config
      link.keep({ position, color, greeting: greeting ?? '' })
    }
    const conversation = conversationsOf(after)[0] ?? null
    if (conversation && !conversationsOf(before)[0]) link.keep({ known: true })
    link.show({ unread: after.unread, visitor: after.session?.visitor ?? null, conversation })
    before = after
  })
  const stopMessages = client.onMessage(async (message) => {
    if (message.senderType === 'user') return link.tell('message:sent', message)
    link.tell('message:received', message)
    const { open, language } = chat.state.value
    if (open || !language || message.type === 'system') return
    const { previewOf } = await import('../home/preview.ts')
    if (!chat.state.value.open) link.show({ bubble: previewOf(message, language.texts) })
  })
  return () => {
    stopState()
    stopMessages()
  }
}
