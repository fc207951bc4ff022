import type { VisitorClient } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'
import { summaryOf } from '../home/summary.ts'
import { allTexts, type Language } from '../i18n/language.ts'

/** More pages than any conversation has; a server that always has one more does not hold us for ever. */
const PAGES_MAX = 500

/** Hands the visitor the whole conversation as a text file. */
export async function saveTranscript(client: VisitorClient, id: string, language: Language): Promise<void> {
  for (let page = 0; page < PAGES_MAX && client.state.threads[id]?.history === 'partial'; page += 1) {
    try {
      await client.loadOlder(id)
    } catch {
      // Without a connection the file holds what is here.
      break
    }
  }
  const thread = client.state.threads[id]
  if (!thread) return
  const text = transcriptOf(thread.messages, language, client.state.session?.config.name ?? '')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  link.download = `chat-${thread.conversation.createdAt.slice(0, 10)}.txt`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

export function transcriptOf(messages: readonly Message[], language: Language, appName: string): string {
  const texts = allTexts(language)
  const when = new Intl.DateTimeFormat(language.tag, { dateStyle: 'medium', timeStyle: 'short' })
  const lines = messages.map((message) => {
    const who = message.senderType === 'user' ? texts.you : (message.senderName ?? appName)
    const said = summaryOf(message, texts)
    const at = when.format(new Date(message.timestamp))
    return message.senderType === 'system'
      ? `[${at}] ${said}`
      : `[${at}] ${who}: ${said}${addressOf(message)}`
  })
  return `${appName}\n\n${lines.join('\n')}\n`
}

function addressOf(message: Message): string {
  if (message.type !== 'image' && message.type !== 'file') return ''
  return ` (${new URL(message.content.url, globalThis.location?.href).href})`
}
