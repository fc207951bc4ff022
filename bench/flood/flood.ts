import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Child, startChild } from '../../tooling/child.ts'
import { inParallel } from '../../tooling/in-parallel.ts'
import { percentile } from '../../tooling/percentile.ts'
import { addTalks } from '../lib/fill.ts'
import { type OwnDatabase, startOwnDatabase } from '../lib/own-database.ts'
import { openRawSocket, type RawSocket } from '../lib/raw-socket.ts'
import { table } from '../lib/table.ts'
import type { LoginFlood, MessageFlood, SlowUploads } from './floods.ts'
import type { LimitedServerQuestion } from './limited-server.ts'

export interface FloodOptions {
  /** Of those who behave; each says something every two and a half seconds. */
  visitors: number
  /** How long those who behave are measured, alone and beside the flood. */
  seconds: number
}

const EVERY_MS = 2_500
const FLOOD_RATE = 1_000
const LOGIN_RATE = 200
const LOGIN_SECONDS = 30
const UPLOADS = 50
const UPLOAD_BYTES_PER_SECOND = 100_000
const UPLOAD_SECONDS = 30
const SAMPLE_MS = 100
const CONNECTED_AT_ONCE = 20
const AGENTS = 20
const ADMIN = { email: 'ada@example.com', password: randomUUID() }
/** Everybody here comes from one network, and nobody in it is to wait for that. */
const LIMITS = [
  'this-machine connectionsFromNetwork=100000 handshakesFromNetwork=100000/10s',
  'conversationsFromNetwork=100000/h uploadsAtOnceFromNetwork=100 messageSumOfVisitor=100000/h',
].join(' ')

interface Talk {
  socket: RawSocket
  conversationId: string
}
/** How long each waited for the answer, and how many were told to come again. */
interface Waits {
  ms: number[]
  refused: number
}
interface Beside {
  alone: Waits
  beside: Waits
}

/** What those who behave notice of those who do not. */
export async function measureFlood(options: FloodOptions): Promise<string> {
  const own = await startOwnDatabase()
  try {
    const limited = await withServer(own, LIMITS, options, measureAll)
    const unlimited = await withServer(own, 'off', options, (parts) => messagesBeside(parts, options))
    return describe(options, limited, unlimited)
  } finally {
    await own.stop()
  }
}

interface Parts {
  port: number
  server: Child
  floods: Child
  talks: Talk[]
  /** Somebody who does not behave, and some more with files. */
  flooder: { token: string; conversationId: string }
  uploaders: string[]
}

async function withServer<Result>(
  { connection, dataDir, database }: OwnDatabase,
  limits: string,
  options: FloodOptions,
  measure: (parts: Parts, options: FloodOptions) => Promise<Result>,
): Promise<Result> {
  const server = startChild(join(import.meta.dirname, 'limited-server.ts'))
  const floods = startChild(join(import.meta.dirname, 'floods.ts'))
  const talks: Talk[] = []
  try {
    const question: LimitedServerQuestion = { connection, dataDir, admin: ADMIN, limits }
    const { port } = await server.ask<{ port: number }>('start', question)
    const filled = await addTalks(database, { visitors: options.visitors + 1 + UPLOADS, agents: AGENTS })
    const [flooder, ...others] = filled.visitors
    await inParallel(others.slice(UPLOADS), CONNECTED_AT_ONCE, async ({ token, conversationId }) => {
      talks.push({ socket: await openRawSocket({ port, namespace: '/visitor', token }), conversationId })
    })
    const uploaders = others.slice(0, UPLOADS).map(({ token }) => token)
    // The first seconds of a process are of no later one.
    await talk(talks, options.seconds)
    return await measure(
      { port, server, floods, talks, flooder: flooder as Parts['flooder'], uploaders },
      options,
    )
  } finally {
    for (const { socket } of talks) socket.close()
    await floods.stop()
    await server.stop()
  }
}

async function measureAll(parts: Parts, options: FloodOptions) {
  console.error('  messages …')
  const messages = await messagesBeside(parts, options)
  console.error('  sign-ins …')
  const logins = await loginsBeside(parts, options)
  console.error('  uploads …')
  const uploads = await uploadsBeside(parts)
  return { messages, logins, uploads }
}

async function messagesBeside({ port, floods, talks, flooder }: Parts, { seconds }: FloodOptions) {
  const alone = await talk(talks, seconds)
  const flood: MessageFlood = { port, ...flooder, rate: FLOOD_RATE, seconds: seconds + 2 }
  const flooding = floods.ask<{ sent: number; stored: number; refused: number; disconnected: number }>(
    'messages',
    flood,
  )
  await pause(1_000)
  const beside = await talk(talks, seconds)
  return { alone, beside, counted: await flooding }
}

async function loginsBeside({ port, floods, talks }: Parts, { seconds }: FloodOptions) {
  const alone = await talk(talks, seconds)
  const flood: LoginFlood = { port, email: ADMIN.email, rate: LOGIN_RATE, seconds: LOGIN_SECONDS }
  const flooding = floods.ask<Record<string, number>>('logins', flood)
  const beside = await talk(talks, LOGIN_SECONDS)
  return { alone, beside, statuses: await flooding }
}

async function uploadsBeside({ port, server, floods, talks, uploaders }: Parts) {
  const rss = () => server.ask<number>('rss')
  const watch = async (work: Promise<unknown>) => {
    let most = await rss()
    const sampling = setInterval(async () => {
      most = Math.max(most, await rss())
    }, SAMPLE_MS)
    await work.finally(() => clearInterval(sampling))
    return most
  }
  const before = await watch(talk(talks, UPLOAD_SECONDS / 2))
  const flood: SlowUploads = {
    port,
    tokens: uploaders,
    bytes: UPLOAD_SECONDS * UPLOAD_BYTES_PER_SECOND,
    bytesPerSecond: UPLOAD_BYTES_PER_SECOND,
  }
  const flooding = floods.ask<Record<string, number>>('uploads', flood)
  const beside = await watch(talk(talks, UPLOAD_SECONDS))
  return { before, beside, statuses: await flooding }
}

/** Everybody says something now and then; how long each waited for the ok, in milliseconds. */
async function talk(talks: Talk[], seconds: number): Promise<Waits> {
  const waits: Waits = { ms: [], refused: 0 }
  const open: Promise<void>[] = []
  const startedAt = performance.now()
  const apart = EVERY_MS / talks.length
  for (let turn = 0; turn * apart < seconds * 1_000; turn++) {
    const late = performance.now() - startedAt
    if (turn * apart > late) await pause(turn * apart - late)
    open.push(say(talks[turn % talks.length] as Talk, waits))
  }
  await Promise.all(open)
  return waits
}

function say({ socket, conversationId }: Talk, waits: Waits): Promise<void> {
  const message = `{"conversationId":"${conversationId}","clientId":"${randomUUID()}","type":"text","content":{"text":"${'x'.repeat(100)}"}}`
  const began = performance.now()
  return new Promise((resolve) =>
    socket.emit('message:send', message, (answer) => {
      waits.ms.push(performance.now() - began)
      if (!answer.startsWith('[{"ok":true')) {
        waits.refused += 1
        console.error(`Somebody who behaves was refused: ${answer}`)
      }
      resolve()
    }),
  )
}

function describe(
  { visitors, seconds }: FloodOptions,
  { messages, logins, uploads }: Awaited<ReturnType<typeof measureAll>>,
  unlimited: Awaited<ReturnType<typeof messagesBeside>>,
): string {
  const row = (name: string, { alone, beside }: Beside, became: string) => {
    const [before, after] = [percentile(alone.ms, 0.95), percentile(beside.ms, 0.95)]
    return [
      name,
      before.toFixed(1),
      after.toFixed(1),
      (after - before).toFixed(1),
      String(beside.refused),
      became,
    ]
  }
  const flooded = ({ sent, stored, refused, disconnected }: typeof messages.counted) =>
    `${sent.toLocaleString('en')} sent, ${stored.toLocaleString('en')} stored, ${refused.toLocaleString('en')} refused, ${disconnected} times disconnected`
  const added = (uploads.beside - uploads.before) / 1_000_000
  return [
    `${visitors} visitors, each a message every ${EVERY_MS / 1_000} s; milliseconds until the ok, alone and beside the flood, ${seconds} s each; “became” is what happened to the flood.`,
    table(
      ['flood', 'alone p95', 'beside p95', 'more', 'refused of those who behave', 'became'],
      [
        row(`a socket, ${FLOOD_RATE} messages a second`, messages, flooded(messages.counted)),
        row('the same with `LIMITS=off`', unlimited, flooded(unlimited.counted)),
        row(
          `${LOGIN_RATE} wrong passwords a second for ${LOGIN_SECONDS} s, each from another network`,
          logins,
          words(logins.statuses),
        ),
      ],
    ),
    `${UPLOADS} uploads at once of ${(UPLOAD_SECONDS * UPLOAD_BYTES_PER_SECOND) / 1_000_000} MB at ${UPLOAD_BYTES_PER_SECOND / 1_000} kB/s each: the highest RSS went from ${(uploads.before / 1_000_000).toFixed(0)} to ${(uploads.beside / 1_000_000).toFixed(0)} MB, ${added.toFixed(0)} MB more (${words(uploads.statuses)}).`,
  ].join('\n\n')
}

function words(statuses: Record<string, number>): string {
  return Object.entries(statuses)
    .map(([status, count]) => `${count.toLocaleString('en')} × ${status}`)
    .join(', ')
}
