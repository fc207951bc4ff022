import type { History, Line, Reader, Sent, Stored } from './history.ts'
import { delaysOf, DELAY_MAX_MS } from './staleness.ts'
import type { RuleNumber, Violation } from './violation.ts'

/** Starts the words that only agents may read. */
export const CANARY = 'canary-for-agents-only'

/** Holds a run's history against the promise; an empty list means that it was kept. */
export function check(history: History): Violation[] {
  return CHECKS.flatMap(({ rule, find }) => find(history).map((found) => ({ rule, ...found })))
}

type Found = Omit<Violation, 'rule'>

const CHECKS: { rule: RuleNumber; find: (history: History) => Found[] }[] = [
  { rule: 1, find: ackedAreStoredOnce },
  { rule: 2, find: positionsAreAsAcked },
  { rule: 3, find: refusedAreNotStored },
  { rule: 4, find: unknownAreStoredAtMostOnce },
  { rule: 5, find: storedWereSent },
  { rule: 6, find: positionsAreContiguous },
  { rule: 7, find: orderIsKept },
  { rule: 8, find: screensAreTheHistory },
  { rule: 9, find: shownAreStored },
  { rule: 10, find: notesAreHidden },
  { rule: 11, find: marksNeverFall },
  { rule: 12, find: nothingIsLate },
  { rule: 13, find: nothingIsLeft },
]

function ackedAreStoredOnce({ sent, stored }: History): Found[] {
  const copies = countCopies(stored)
  return sent
    .filter(({ outcome }) => outcome.name === 'acked')
    .filter((message) => copies(message) !== 1)
    .map((message) => about(message, `was acked and is stored ${copies(message)} times`))
}

function positionsAreAsAcked({ sent, stored }: History): Found[] {
  const rows = new Map(stored.map((row) => [keyOf(row), row]))
  return sent.flatMap((message) => {
    const { outcome, side } = message
    const row = rows.get(keyOf(message))
    if (outcome.name !== 'acked' || outcome.seq === null || !row) return []
    const seq = side === 'visitor' ? row.publicSeq : row.seq
    return seq === outcome.seq ? [] : [about(message, `was acked at ${outcome.seq} and is stored at ${seq}`)]
  })
}

function refusedAreNotStored({ sent, stored }: History): Found[] {
  const copies = countCopies(stored)
  return sent.flatMap((message) => {
    const { outcome, isSound } = message
    if (outcome.name === 'acked' && !isSound) return [about(message, 'was acked, though it is wrong')]
    if (outcome.name !== 'refused') return []
    if (isSound) return [about(message, `was refused (${outcome.code}), though nothing is wrong with it`)]
    return copies(message) > 0 ? [about(message, 'was refused and is stored')] : []
  })
}

function unknownAreStoredAtMostOnce({ sent, stored }: History): Found[] {
  const copies = countCopies(stored)
  return sent
    .filter(({ outcome }) => outcome.name === 'unknown' || outcome.name === 'waiting')
    .filter((message) => copies(message) > 1)
    .map((message) => about(message, `was given up and is stored ${copies(message)} times`))
}

function storedWereSent({ sent, stored }: History): Found[] {
  const texts = new Map(sent.map((message) => [keyOf(message), message.text]))
  return stored
    .filter(({ senderType }) => senderType !== 'system')
    .filter((row) => texts.get(keyOf(row)) !== row.text)
    .map(({ conversationId, seq, text }) => ({ conversationId, words: `nobody sent ${seq} "${text}"` }))
}

function positionsAreContiguous({ stored }: History): Found[] {
  return [...byConversation(stored)].flatMap(([conversationId, rows]) =>
    (['seq', 'publicSeq'] as const).flatMap((kind) => {
      const positions = rows
        .map((row) => row[kind])
        .filter((seq) => seq !== null)
        .toSorted((a, b) => a - b)
      const wrong = positions.findIndex((seq, index) => seq !== index + 1)
      return wrong < 0
        ? []
        : [{ conversationId, words: `${kind} ${wrong + 1} is ${positions[wrong]} instead` }]
    }),
  )
}

/** Each outbox keeps its order; and what was sent after an ack was seen stands behind it, whoever sent it. */
function orderIsKept({ sent, stored }: History): Found[] {
  const seqs = new Map(stored.map((row) => [keyOf(row), row.seq]))
  const placed = sent.flatMap((message) => {
    const seq = seqs.get(keyOf(message))
    return seq === undefined ? [] : [{ ...message, seq }]
  })
  return [...byConversation(placed)].flatMap(([, messages]) => [
    ...[...Map.groupBy(messages, ({ sender }) => sender).values()].flatMap(outOfOrder),
    ...overtaken(messages),
  ])
}

type Placed = Sent & { seq: number }

function outOfOrder(messages: Placed[]): Found[] {
  // What was given up may come in late, by a server that had stood still with it.
  const inOrder = messages
    .filter(({ outcome }) => outcome.name === 'acked')
    .toSorted((a, b) => a.invokedAt - b.invokedAt)
  return inOrder
    .filter((message, index) => message.seq < (inOrder[index - 1]?.seq ?? 0))
    .map((message) =>
      about(message, `of ${message.sender} stands at ${message.seq}, before what was sent earlier`),
    )
}

function overtaken(messages: Placed[]): Found[] {
  const acks = messages
    .flatMap(({ outcome, seq }) => (outcome.name === 'acked' ? [{ at: outcome.at, seq }] : []))
    .toSorted((a, b) => a.at - b.at)
  let highest = 0
  let next = 0
  return messages
    .toSorted((a, b) => a.invokedAt - b.invokedAt)
    .flatMap((message) => {
      for (; (acks[next]?.at ?? Infinity) < message.invokedAt; next += 1) {
        highest = Math.max(highest, acks[next]?.seq ?? 0)
      }
      return message.seq < highest
        ? [about(message, `stands at ${message.seq}, though ${highest} was acked before it was sent`)]
        : []
    })
}

function screensAreTheHistory({ readers, stored }: History): Found[] {
  const conversations = byConversation(stored)
  const there = readers.filter(({ stayed }) => stayed)
  return there.flatMap((reader) => {
    const expected = visibleTo(reader, conversations.get(reader.conversationId) ?? [])
    const wrong = expected.findIndex(({ seq, id }, index) => {
      const line = reader.screen[index]
      return line?.seq !== seq || line.id !== id
    })
    const found: Found[] = []
    const { conversationId, name, screen, taken } = reader
    const shownAt = (index: number) => (screen[index] ? `shows ${words(screen[index])}` : 'ends')
    if (wrong >= 0) {
      const missing = `${name} ${shownAt(wrong)} where ${words(expected[wrong] as Line)} belongs`
      found.push({ conversationId, words: `${missing} (${screen.length} of ${expected.length} shown)` })
    } else if (screen.length > expected.length) {
      found.push({
        conversationId,
        words: `${name} shows ${words(screen[expected.length] as Line)} beyond the end`,
      })
    }
    const [first] = taken
    if (first) found.push({ conversationId, words: `${name} lost ${words(first)} from the screen` })
    return found
  })
}

function shownAreStored({ readers, stored }: History): Found[] {
  const conversations = byConversation(stored)
  return readers.flatMap((reader) => {
    const { conversationId, name, shown } = reader
    const known = new Map(
      visibleTo(reader, conversations.get(conversationId) ?? []).map((line) => [line.id, line]),
    )
    const ghosts = shown.filter((line) => {
      const row = known.get(line.id)
      return row?.seq !== line.seq || row.text !== line.text
    })
    return ghosts.map((line) => ({
      conversationId,
      words: `${name} was shown ${words(line)}, which is not stored so`,
    }))
  })
}

function notesAreHidden({ readers, wireCanaries }: History): Found[] {
  const seen = readers
    .filter(({ side }) => side === 'visitor')
    .flatMap(({ conversationId, name, shown }) =>
      shown
        .filter(({ text }) => text.includes(CANARY))
        .map((line) => ({ conversationId, words: `${name} was shown the note ${words(line)}` })),
    )
  if (wireCanaries === 0) return seen
  return [...seen, { words: `the words of a note came down to visitors ${wireCanaries} times` }]
}

function marksNeverFall({ marks, readers }: History): Found[] {
  const kinds = ['lastSeq', 'lastPublicSeq', 'agentReadSeq', 'visitorReadSeq'] as const
  const inDatabase = [...byConversation(marks)].flatMap(([conversationId, samples]) =>
    kinds.flatMap((kind) => {
      const fall = falls(samples.map((sample) => sample[kind]))
      return fall === null ? [] : [{ conversationId, words: `${kind} fell ${fall}` }]
    }),
  )
  const onScreens = readers.flatMap(({ conversationId, name, readMarks }) => {
    const fall = falls(readMarks)
    return fall === null ? [] : [{ conversationId, words: `the read mark fell ${fall} for ${name}` }]
  })
  return [...inDatabase, ...onScreens]
}

function falls(values: readonly number[]): string | null {
  const at = values.findIndex((value, index) => value < (values[index - 1] ?? 0))
  return at < 0 ? null : `from ${values[at - 1]} to ${values[at]}`
}

function nothingIsLate(history: History): Found[] {
  const late = delaysOf(history)
    .filter(({ countedMs }) => countedMs > DELAY_MAX_MS)
    .map(({ conversationId, reader, seq, countedMs }) => ({
      conversationId,
      words: `${reader} saw ${seq} ${Math.round(countedMs)} ms after the ack, faults not counted`,
    }))
  const waiting = history.sent
    .filter(({ outcome }) => outcome.name === 'waiting')
    .filter(({ invokedAt }) => history.endedAt - Math.max(invokedAt, history.healedAt) > DELAY_MAX_MS)
    .map((message) => about(message, `of ${message.sender} still waits`))
  return [...late, ...waiting]
}

function nothingIsLeft({ leftovers }: History): Found[] {
  return leftovers
    .filter(({ found, allowed }) => found > allowed)
    .map(({ what, found, allowed }) => ({ words: `${what}: ${found}, where ${allowed} would be right` }))
}

const TOLD_LENGTH = 80

interface Named {
  conversationId: string
  clientId: string | null
}

function keyOf({ conversationId, clientId }: Named): string {
  return `${conversationId} ${clientId}`
}

function countCopies(stored: readonly Stored[]): (message: Named) => number {
  const counts = new Map<string, number>()
  for (const row of stored) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return (message) => counts.get(keyOf(message)) ?? 0
}

function byConversation<T extends { conversationId: string }>(items: readonly T[]): Map<string, T[]> {
  return Map.groupBy(items, ({ conversationId }) => conversationId)
}

/** The history in the positions of one side. */
function visibleTo({ side }: Pick<Reader, 'side'>, rows: readonly Stored[]): Line[] {
  return rows
    .flatMap(({ id, clientId, text, seq, publicSeq }) => {
      const position = side === 'agent' ? seq : publicSeq
      return position === null ? [] : [{ id, clientId, text, seq: position }]
    })
    .toSorted((a, b) => a.seq - b.seq)
}

function about({ conversationId, text }: Sent, what: string): Found {
  return { conversationId, words: `"${text.slice(0, TOLD_LENGTH)}" ${what}` }
}

function words({ seq, text }: Line): string {
  return `${seq} "${text}"`
}
