import { expect, test } from 'vitest'
import { CANARY, check } from './check.ts'
import type { History, Line, Reader, Sent, Stored } from './history.ts'
import { delaysOf } from './staleness.ts'
import { RULES, type RuleNumber } from './violation.ts'

const C = 'conversation'

function sent(clientId: string, invokedAt: number, part: Partial<Sent> = {}): Sent {
  return {
    clientId,
    conversationId: C,
    sender: 'vera',
    side: 'visitor',
    text: `text of ${clientId}`,
    visibility: 'all',
    isSound: true,
    invokedAt,
    retries: 0,
    outcome: { name: 'acked', at: invokedAt + 5, seq: null },
    ...part,
  }
}

function stored(clientId: string, seq: number, publicSeq: number | null, part: Partial<Stored> = {}): Stored {
  const text = publicSeq === null ? `${CANARY} ${clientId}` : `text of ${clientId}`
  return {
    id: `id of ${clientId}`,
    conversationId: C,
    seq,
    publicSeq,
    clientId,
    senderType: 'user',
    text,
    ...part,
  }
}

/** Shows some rows, each 10 ms after the other. */
function reader(name: string, side: 'visitor' | 'agent', rows: readonly Stored[], from: number): Reader {
  const screen = rows.flatMap(({ id, clientId, text, seq, publicSeq }): Line[] => {
    const position = side === 'agent' ? seq : publicSeq
    return position === null ? [] : [{ id, clientId, text, seq: position }]
  })
  const shown = screen.map((line, index) => ({ ...line, at: from + index * 10 }))
  const nothing = { taken: [], away: [], readMarks: [0, 1, 3] }
  return { name, side, conversationId: C, stayed: true, shown, screen, ...nothing }
}

/** Three messages, one of them a note, and two who see them: nothing is wrong here. */
function clean(): History {
  const rows = [stored('a', 1, 1), stored('note', 2, null, { senderType: 'agent' }), stored('b', 3, 2)]
  return {
    sent: [
      sent('a', 100, { outcome: { name: 'acked', at: 105, seq: 1 } }),
      sent('note', 110, { sender: 'ana', side: 'agent', visibility: 'note', text: `${CANARY} note` }),
      sent('b', 120, { outcome: { name: 'acked', at: 125, seq: 2 } }),
      sent('refused', 130, {
        isSound: false,
        outcome: { name: 'refused', at: 131, code: 'invalid_payload' },
      }),
      sent('given up', 140, { outcome: { name: 'unknown', at: 150 } }),
    ],
    readers: [reader('vera', 'visitor', rows, 106), reader('ana', 'agent', rows, 106)],
    stored: rows,
    marks: [marks(1), marks(2), marks(2)],
    faults: [{ kind: 'node: kill -9', from: 100, to: 200, feltUntil: 250 }],
    healedAt: 200,
    endedAt: 1_000,
    wireCanaries: 0,
    leftovers: [{ what: 'sockets', found: 3, allowed: 3 }],
  }
}

function marks(seq: number) {
  return { conversationId: C, lastSeq: seq, lastPublicSeq: seq, agentReadSeq: seq, visitorReadSeq: seq }
}

function vera(history: History): Reader {
  return history.readers[0] as Reader
}

test('[DL1] a clean history has no violations', () => {
  expect(check(clean())).toEqual([])
})

/** One way to break each promise, and nothing but that. */
const BREAKS: { rule: RuleNumber; how: string; spoil: (history: History) => void }[] = [
  {
    rule: 1,
    how: 'an acked message is not there',
    spoil: (history) => history.sent.push(sent('lost', 160)),
  },
  {
    rule: 2,
    how: 'the ack named another position',
    spoil: (history) => (history.sent[0] = sent('a', 100, { outcome: { name: 'acked', at: 105, seq: 7 } })),
  },
  {
    rule: 3,
    how: 'a refused message is there',
    spoil: (history) => add(history, stored('refused', 4, 3)),
  },
  {
    rule: 3,
    how: 'a message is refused with which nothing is wrong',
    spoil(history) {
      const [, , , refused] = history.sent
      if (refused) refused.isSound = true
    },
  },
  {
    rule: 4,
    how: 'a message that was given up is there twice',
    spoil(history) {
      add(history, stored('given up', 4, 3, { id: 'once' }))
      add(history, stored('given up', 5, 4, { id: 'twice' }))
    },
  },
  {
    rule: 5,
    how: 'a message is there that nobody sent',
    spoil: (history) => add(history, stored('phantom', 4, 3)),
  },
  {
    rule: 6,
    how: 'a position is left out',
    spoil(history) {
      history.sent.push(sent('late', 160))
      add(history, stored('late', 5, 3))
    },
  },
  {
    rule: 7,
    how: 'an outbox lost its order',
    spoil(history) {
      const [, , b] = history.sent
      if (b) b.invokedAt = 90
    },
  },
  {
    rule: 7,
    how: 'a message stands before one of another sender that was acked before it was sent',
    spoil(history) {
      const [, note] = history.sent
      if (note) Object.assign(note, { invokedAt: 40, outcome: { name: 'acked', at: 50, seq: null } })
    },
  },
  {
    rule: 8,
    how: 'a reader lacks a message',
    spoil: (history) => void vera(history).screen.pop(),
  },
  {
    rule: 8,
    how: 'a reader shows a message twice',
    spoil: (history) => void vera(history).screen.push(vera(history).screen[1] as Line),
  },
  {
    rule: 8,
    how: 'a message went away from a screen',
    spoil: (history) => void vera(history).taken.push(vera(history).screen[0] as Line),
  },
  {
    rule: 9,
    how: 'something was shown that was never stored',
    spoil: (history) =>
      void vera(history).shown.push({ id: 'ghost', seq: 3, clientId: 'given up', text: 'boo', at: 150 }),
  },
  {
    rule: 10,
    how: 'the words of a note came over the wire',
    spoil: (history) => (history.wireCanaries = 1),
  },
  {
    rule: 11,
    how: 'a read mark fell in the database',
    spoil: (history) => void history.marks.push({ ...marks(2), agentReadSeq: 1 }),
  },
  {
    rule: 11,
    how: 'a read mark fell on a screen',
    spoil: (history) => void vera(history).readMarks.push(2),
  },
  {
    rule: 12,
    how: 'a message came 20 s after the last fault',
    spoil(history) {
      const last = vera(history).shown.at(-1)
      if (last) last.at = 20_201
      history.endedAt = 20_300
    },
  },
  {
    rule: 12,
    how: 'a message waits for ever',
    spoil(history) {
      history.sent.push(sent('stuck', 150, { outcome: { name: 'waiting' } }))
      history.endedAt = 20_201
    },
  },
  {
    rule: 13,
    how: 'sockets are left behind',
    spoil: (history) => void history.leftovers.push({ what: 'sockets', found: 9, allowed: 3 }),
  },
]

/** Stored, and shown to everybody as the rest is. */
function add(history: History, row: Stored): void {
  history.stored.push(row)
  for (const { side, screen } of history.readers) {
    const seq = side === 'agent' ? row.seq : row.publicSeq
    if (seq !== null) screen.push({ id: row.id, clientId: row.clientId, text: row.text, seq })
  }
}

test.each(BREAKS)('[DL1] rule $rule is broken when $how, and no other rule', ({ rule, spoil }) => {
  const history = clean()
  spoil(history)
  const violations = check(history)
  expect(violations.map((violation) => violation.rule)).toEqual([rule])
  expect(violations[0]?.words).not.toBe('')
})

test('[DL1] every rule is broken once', () => {
  expect(new Set(BREAKS.map(({ rule }) => String(rule)))).toEqual(new Set(Object.keys(RULES)))
})

test('[MS6] a note on a visitor’s screen is seen as a note and as nothing of theirs', () => {
  const history = clean()
  const [, note] = history.stored
  if (note) vera(history).shown.push({ ...note, seq: 3, at: 115 })
  expect(check(history).map(({ rule }) => rule)).toEqual([9, 10])
})

test('[MS3] a double of an acked message is no single one', () => {
  const history = clean()
  add(history, stored('b', 4, 3, { id: 'again' }))
  expect(check(history).map(({ rule }) => rule)).toContain(1)
})

test('[MS4] two messages at one position are found', () => {
  const history = clean()
  history.sent.push(sent('c', 160))
  add(history, stored('c', 3, 2))
  expect(check(history).map(({ rule }) => rule)).toContain(6)
})

test('[DL6] a delay leaves out what a reader was away, and names what was broken', () => {
  const history = clean()
  vera(history).away = [{ from: 100, to: 110 }]
  const [, second] = vera(history).shown
  if (second) second.at = 300
  const [delay] = delaysOf(history).filter(({ reader, seq }) => reader === 'vera' && seq === 2)
  expect(delay).toMatchObject({ ms: 175, countedMs: 100, faults: ['node: kill -9'] })
})
