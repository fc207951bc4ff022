import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '../../tooling/child.ts'
import { inParallel } from '../../tooling/in-parallel.ts'
import { openRawSocket, type RawSocket } from './raw-socket.ts'

const CONNECTED_AT_ONCE = 20
const TEXT = 'x'.repeat(100)
const DRAIN_MS = 60_000
/** More than this waits in front of a socket only when the server has stopped reading. */
const UNSENT_BYTES_MAX = 64 * 1_024
const OK = '[{"ok":true'
const BUSY = /"code":"busy".*"retryAfterMs":\d/

interface Visitor {
  socket: RawSocket
  conversationId: string
}

const visitors: Visitor[] = []
let numbers = noNumbers()
let isSending = false
let nextClientId = 0
/** The clientIds of this round that the server said ok to. */
let acked: string[] = []

function noNumbers() {
  return { sent: 0, acked: 0, busy: 0, failed: 0, received: 0, ackedInTime: 0, sentInTime: 0 }
}
export type Numbers = ReturnType<typeof noNumbers>

export interface TalkQuestion {
  /** Of the node that each side is connected to. */
  visitorPort: number
  agentPort: number
  visitors: { token: string; conversationId: string }[]
  agentTokens: string[]
}

async function connect(question: TalkQuestion) {
  await inParallel(question.agentTokens, CONNECTED_AT_ONCE, async (token) => {
    const socket = await openRawSocket({ port: question.agentPort, namespace: '/agent', token })
    socket.onEvent = (event) => {
      if (event.startsWith('["message"')) numbers.received += 1
    }
  })
  await inParallel(question.visitors, CONNECTED_AT_ONCE, async ({ token, conversationId }) => {
    const socket = await openRawSocket({ port: question.visitorPort, namespace: '/visitor', token })
    visitors.push({ socket, conversationId })
  })
}

function say({ socket, conversationId }: Visitor, onAnswer: () => void) {
  const clientId = String(nextClientId++)
  const message = `{"conversationId":"${conversationId}","clientId":"${clientId}","type":"text","content":{"text":"${TEXT}"}}`
  numbers.sent += 1
  socket.emit('message:send', message, (answer) => {
    if (answer.startsWith(OK)) {
      numbers.acked += 1
      acked.push(clientId)
    } else if (BUSY.test(answer)) numbers.busy += 1
    else numbers.failed += 1
    onAnswer()
  })
}

/** As fast as it goes: each visitor keeps so many messages unanswered. */
async function flood({ outstanding, seconds }: { outstanding: number; seconds: number }): Promise<Numbers> {
  begin()
  const next = (visitor: Visitor) => () => {
    if (isSending) say(visitor, next(visitor))
  }
  for (const visitor of visitors) for (let index = 0; index < outstanding; index++) next(visitor)()
  await pause(seconds * 1_000)
  return finish()
}

/** So many a second, whatever the answers are. */
async function pour({ rate, seconds }: { rate: number; seconds: number }): Promise<Numbers> {
  begin()
  const startedAt = performance.now()
  const due = () => Math.min(rate * seconds, ((performance.now() - startedAt) * rate) / 1_000)
  for (let turn = 0; performance.now() - startedAt < seconds * 1_000; ) {
    for (const until = due(); turn < until; turn++) {
      const visitor = visitors[turn % visitors.length] as Visitor
      if (visitor.socket.unsentBytes < UNSENT_BYTES_MAX) say(visitor, () => {})
    }
    await pause(1)
  }
  return finish()
}

function begin() {
  numbers = noNumbers()
  acked = []
  isSending = true
}

/** Waits until every message has its answer and every stored one its agent. */
async function finish(): Promise<Numbers> {
  isSending = false
  numbers.sentInTime = numbers.sent
  numbers.ackedInTime = numbers.acked
  const deadline = performance.now() + DRAIN_MS
  const isDone = () =>
    numbers.acked + numbers.busy + numbers.failed === numbers.sent && numbers.received >= numbers.acked
  while (!isDone() && performance.now() < deadline) await pause(10)
  return numbers
}

serve({ connect, flood, pour, acked: () => acked })
