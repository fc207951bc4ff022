import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '../../tooling/child.ts'
import { inParallel } from '../../tooling/in-parallel.ts'
import { percentile } from '../../tooling/percentile.ts'
import { openRawSocket, type RawSocket } from '../lib/raw-socket.ts'

const CONNECTED_AT_ONCE = 20
const TEXT = 'x'.repeat(100)
const DRAIN_MS = 20_000
const CLIENT_ID = '"clientId":"'
const OK = '[{"ok":true'

interface Visitor {
  socket: RawSocket
  conversationId: string
}

const visitors: Visitor[] = []
let round = 0
let numbers = { sent: 0, answered: 0, refused: 0, received: 0 }
let isSending = false
/** Hears of each message that reached its agent, by its number in the round. */
let onReceived: (number: number) => void = () => {}

export interface ConnectQuestion {
  port: number
  /** Each has a conversation; the agents answer for them in turn. */
  visitors: { token: string; conversationId: string }[]
  agentTokens: string[]
}

async function connect({ port, visitors: comers, agentTokens }: ConnectQuestion) {
  await inParallel(agentTokens, CONNECTED_AT_ONCE, async (token, index) => {
    const socket = await openRawSocket({ port, namespace: '/agent', token })
    socket.onEvent = receive
    // The relay knows nothing of who answers for whom.
    for (let at = index; at < comers.length; at += agentTokens.length) {
      socket.emit('relay:join', JSON.stringify(comers[at]), () => {})
    }
  })
  await inParallel(comers, CONNECTED_AT_ONCE, async ({ token, conversationId }, index) => {
    visitors[index] = { socket: await openRawSocket({ port, namespace: '/visitor', token }), conversationId }
  })
}

function receive(event: string) {
  if (!event.startsWith('["message"')) return
  const at = event.indexOf(CLIENT_ID) + CLIENT_ID.length
  const [, , , of, number] = event.slice(at, event.indexOf('"', at)).split('-')
  if (of !== nameOfRound()) return
  numbers.received += 1
  onReceived(Number(number))
}

/** A UUIDv7, as our clients name messages, with the round and the number where theirs is random. */
function newClientId(number: number): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-${nameOfRound()}-${String(number).padStart(12, '0')}`
}

const nameOfRound = () => `8${String(round).padStart(3, '0')}`

function say({ socket, conversationId }: Visitor, onAnswer: () => void) {
  const clientId = newClientId(numbers.sent++)
  socket.emit(
    'message:send',
    `{"conversationId":"${conversationId}","clientId":"${clientId}","type":"text","content":{"text":"${TEXT}"}}`,
    (answer) => {
      if (answer.startsWith(OK)) numbers.answered += 1
      else numbers.refused += 1
      onAnswer()
    },
  )
}

function newRound() {
  round += 1
  numbers = { sent: 0, answered: 0, refused: 0, received: 0 }
  onReceived = () => {}
}

/** As fast as it goes: each visitor keeps so many messages unanswered. */
function flood({ outstanding }: { outstanding: number }) {
  newRound()
  isSending = true
  const next = (visitor: Visitor) => () => {
    if (isSending) say(visitor, next(visitor))
  }
  for (const visitor of visitors) for (let index = 0; index < outstanding; index++) next(visitor)()
}

function count() {
  return { received: numbers.received, atMs: performance.now(), cpu: process.cpuUsage() }
}

/** Waits for what is on its way and says what never came. */
async function drain() {
  isSending = false
  const deadline = performance.now() + DRAIN_MS
  const isDone = () =>
    numbers.answered + numbers.refused === numbers.sent && numbers.received === numbers.answered
  while (!isDone() && performance.now() < deadline) await pause(10)
  return {
    sent: numbers.sent,
    refused: numbers.refused,
    lost: numbers.sent - numbers.refused - numbers.received,
  }
}

/** So many a second, whether or not the earlier ones have come; late ones count from when they should have been sent. */
async function stream({ rate, seconds }: { rate: number; seconds: number }) {
  newRound()
  const total = rate * seconds
  const latencies: number[] = []
  const startedAt = performance.now()
  const dueAt = (number: number) => startedAt + (number * 1_000) / rate
  onReceived = (number) => latencies.push(performance.now() - dueAt(number))
  while (numbers.sent < total) {
    while (numbers.sent < total && dueAt(numbers.sent) <= performance.now()) {
      say(visitors[numbers.sent % visitors.length] as Visitor, () => {})
    }
    await pause(1)
  }
  const { lost } = await drain()
  return {
    p50: percentile(latencies, 0.5),
    p90: percentile(latencies, 0.9),
    p99: percentile(latencies, 0.99),
    lost,
  }
}

serve({ connect, flood, count, drain, stream })
