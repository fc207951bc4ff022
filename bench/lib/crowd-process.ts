import { setTimeout as pause } from 'node:timers/promises'
import { backoffMs, reconnectMs, systemTiming } from '../../packages/client/src/timing.ts'
import { serve } from '../../tooling/child.ts'
import { inParallel } from '../../tooling/in-parallel.ts'
import { openRawSocket, type RawSocket } from './raw-socket.ts'

const CONNECTED_AT_ONCE = 50
const PAGE_SIZE = 200

/** One who is there, and who comes back as the client library does when the server has gone. */
export interface Newcomer {
  token: string
  /** Asked for after each handshake, from the last position. */
  conversationId: string | null
}

interface Member extends Newcomer {
  socket: RawSocket | null
  head: number
  lostAt: number | null
  resumedAt: number | null
}

const members: Member[] = []
let port = 0
/** By a server that was there. */
let turnedAway = 0
let wrongPositions = 0

/** Everybody comes in, so many at a time. */
async function gather(crowd: { port: number; newcomers: Newcomer[] }) {
  port = crowd.port
  const startedAt = performance.now()
  await inParallel(crowd.newcomers, CONNECTED_AT_ONCE, async (newcomer) => {
    const member = { ...newcomer, socket: null, head: 0, lostAt: null, resumedAt: null }
    members.push(member)
    await arrive(member)
  })
  return { ms: performance.now() - startedAt }
}

async function arrive(member: Member) {
  const socket = await openRawSocket({ port, namespace: '/visitor', token: member.token })
  member.socket = socket
  socket.onClose = () => leave(member)
  await resume(member, socket)
}

function leave(member: Member) {
  member.socket = null
  member.resumedAt = null
  const tryAgain = () =>
    arrive(member).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') turnedAway += 1
      member.socket?.close()
      leave(member)
    })
  member.lostAt ??= Date.now()
  setTimeout(tryAgain, reconnectMs(Date.now() - member.lostAt, systemTiming))
}

/** Page by page from the last position, until there is no more; refused for now, after a while again. */
async function resume(member: Member, socket: RawSocket) {
  const { conversationId } = member
  let more = conversationId !== null
  for (let refusals = 0; more && member.socket === socket; ) {
    const request = JSON.stringify({ conversationId, afterSeq: member.head, limit: PAGE_SIZE })
    const text = await new Promise<string>((resolve) => socket.emit('conversation:sync', request, resolve))
    const [answer] = JSON.parse(text) as [Answer]
    if (answer.ok) {
      for (const { seq } of answer.data.messages) take(member, seq)
      more = answer.data.more
    } else {
      turnedAway += 1
      await pause(Math.max(answer.error.retryAfterMs ?? 0, backoffMs(refusals++, systemTiming)))
    }
  }
  if (member.socket === socket) member.resumedAt = Date.now()
}

type Answer =
  | { ok: true; data: { messages: { seq: number }[]; more: boolean } }
  | { ok: false; error: { retryAfterMs?: number } }

function take(member: Member, seq: number) {
  if (seq === member.head + 1) member.head = seq
  else wrongPositions += 1
}

/** How far they are; `resumedAt` is the time of day at which each was back with all that it had missed. */
function look() {
  const resumedAt = members.flatMap((member) => member.resumedAt ?? [])
  const messages = members.reduce((sum, { head }) => sum + head, 0)
  return { resumedAt, messages, turnedAway, wrongPositions }
}
export type Look = ReturnType<typeof look>

/** Only the number of those who are back, which may be asked often. */
function countBack() {
  return members.filter((member) => member.resumedAt !== null).length
}

function startAgain() {
  for (const member of members) member.lostAt = null
  turnedAway = 0
}

serve({ gather, look, countBack, startAgain })
