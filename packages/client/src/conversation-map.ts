import type { Conversation } from '@biometrics/chat-protocol'
import type { Conversations } from './api.ts'

/** So many conversations as an inbox may hold: a change copies one part of this many. */
const PARTS = 256

type Part = ReadonlyMap<string, Conversation>

/** An immutable map; another one with one more conversation costs the same however many there are. */
export interface ConversationMap extends Conversations {
  with(conversation: Conversation): ConversationMap
  filter(keep: (conversation: Conversation) => boolean): ConversationMap
}

type Figure = (conversation: Conversation) => number

/** A part never changes, so its sum stands for as long as it does. */
const sums = new WeakMap<Figure, WeakMap<Part, number>>()

function sumOf(part: Part, figure: Figure, known: WeakMap<Part, number>): number {
  let sum = known.get(part)
  if (sum === undefined) {
    sum = 0
    for (const conversation of part.values()) sum += figure(conversation)
    known.set(part, sum)
  }
  return sum
}

const EMPTY: readonly Part[] = Array.from({ length: PARTS }, () => new Map())

export const NO_CONVERSATIONS: ConversationMap = mapOf(EMPTY)

function mapOf(parts: readonly Part[]): ConversationMap {
  return {
    get: (id) => parts[partOf(id)]?.get(id),
    *values() {
      for (const part of parts) yield* part.values()
    },
    sum(figure) {
      let known = sums.get(figure)
      if (!known) sums.set(figure, (known = new WeakMap()))
      let sum = 0
      for (const part of parts) sum += sumOf(part, figure, known)
      return sum
    },
    with: (conversation) => withAll(parts, [conversation]),
    filter(keep) {
      const kept = parts.flatMap((part) => [...part.values()].filter(keep))
      return withAll(EMPTY, kept)
    },
  }
}

function withAll(parts: readonly Part[], conversations: readonly Conversation[]): ConversationMap {
  const changed = new Map<number, Map<string, Conversation>>()
  for (const conversation of conversations) {
    const at = partOf(conversation.id)
    const part = changed.get(at) ?? new Map(parts[at])
    changed.set(at, part.set(conversation.id, conversation))
  }
  return mapOf(parts.map((part, at) => changed.get(at) ?? part))
}

/** Ids differ most at their end. */
function partOf(id: string): number {
  let hash = 0
  for (let at = Math.max(0, id.length - 6); at < id.length; at += 1) hash = hash * 31 + id.charCodeAt(at)
  return hash % PARTS
}
