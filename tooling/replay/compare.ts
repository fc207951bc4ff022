import type { List, Message } from '@biometrics/chat-protocol'
import type { Dialogue, Turn } from './dialogues.ts'

/** Small, so that most histories take more than one page. */
const PAGE_SIZE = 10

const SENDER = { USER: 'user', SYSTEM: 'agent' } as const

/** A conversation as anybody can read it over REST, page by page. */
export async function readHistory(url: string, token: string, conversationId: string): Promise<Message[]> {
  const address = `${url}/api/v1/conversations/${conversationId}/messages?limit=${PAGE_SIZE}`
  const history: Message[] = []
  for (let next: string | null = '&afterSeq=0'; next !== null; ) {
    const response = await fetch(address + next, { headers: { authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Error(`Reading ${conversationId} was answered with ${response.status}.`)
    const page = (await response.json()) as List<Message>
    history.push(...page.items)
    next = page.nextCursor === null ? null : `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
  return history
}

/** The first difference in words; null when count, positions, speakers and texts are those of the file. */
export function findDifference({ turns }: Dialogue, history: readonly Message[]): string | null {
  const gap = history.findIndex((message, index) => message.seq !== index + 1)
  if (gap >= 0) return `position ${gap + 1} is numbered ${history[gap]?.seq}`
  // What the product itself says about a conversation is in no file.
  const said = history.filter((message) => message.senderType !== 'system')
  const different = turns.findIndex((turn, index) => !isSaid(turn, said[index]))
  if (different >= 0)
    return `turn ${different + 1} is ${show(said[different])}, not ${quote(turns[different])}`
  if (said.length > turns.length) return `${said.length} messages for ${turns.length} turns`
  return null
}

function isSaid({ speaker, utterance }: Turn, message: Message | undefined): boolean {
  return (
    message?.type === 'text' &&
    message.senderType === SENDER[speaker] &&
    Buffer.from(message.content.text).equals(Buffer.from(utterance))
  )
}

function show(message: Message | undefined): string {
  if (!message) return 'missing'
  return message.type === 'text'
    ? `${message.senderType}: ${JSON.stringify(message.content.text)}`
    : message.type
}

function quote(turn: Turn | undefined): string {
  return turn ? `${SENDER[turn.speaker]}: ${JSON.stringify(turn.utterance)}` : 'there'
}
