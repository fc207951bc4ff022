import { percentile } from '../../tooling/percentile.ts'
import { startOwnDatabase } from '../lib/own-database.ts'
import type { RawSocket } from '../lib/raw-socket.ts'
import { table } from '../lib/table.ts'
import { startTarget, type Target } from './targets.ts'

const WARM_ASKS = 30
const PAGE_SIZE = 50
const TEXT = 'x'.repeat(100)
/** Filling is not what is measured. */
const SETTINGS = { max_wal_size: '16GB', maintenance_work_mem: '256MB' }

export interface HistoryOptions {
  /** Messages in each history, the yardstick first. */
  sizes: number[]
  /** Messages of one conversation in the largest history. */
  long: number
  /** How often each thing is asked for. */
  asks: number
}

interface Measured {
  target: Target
  sends: number[]
  opens: number[]
}

/** What sending and opening cost on long histories, against a short one, asked in turns. */
export async function measureHistory(options: HistoryOptions): Promise<string> {
  const { sizes, asks } = options
  const own = await startOwnDatabase(SETTINGS)
  const measured: Measured[] = []
  try {
    for (const size of sizes) {
      const long = size === sizes.at(-1) ? options.long : null
      measured.push({ target: await startTarget(own, size, long), sends: [], opens: [] })
    }
    for (let ask = -WARM_ASKS; ask < asks; ask++) {
      for (const { target, sends, opens } of measured) {
        const sent = await time(target.agent, 'message:send', messageTo(from(target.open, ask), ask))
        const opened = await time(target.agent, 'conversation:sync', newestOf(from(target.any, ask)))
        if (ask >= 0) sends.push(sent)
        if (ask >= 0) opens.push(opened)
      }
    }
    return describe(measured, await openLongest(measured, asks), options)
  } finally {
    for (const { target } of measured) await target.stop()
    await own.stop()
  }
}

async function openLongest(measured: Measured[], asks: number): Promise<number[]> {
  const times: number[] = []
  const target = measured.at(-1)?.target
  if (!target || target.longest === null) return times
  for (let ask = 0; ask < asks; ask++) {
    times.push(await time(target.agent, 'conversation:sync', newestOf(target.longest)))
  }
  return times
}

/** From asking to the answer, in milliseconds. */
function time(agent: RawSocket, command: string, payload: object): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const startedAt = performance.now()
  agent.emit(command, JSON.stringify(payload), (answer) => {
    if (answer.startsWith('[{"ok":true')) resolve(performance.now() - startedAt)
    else reject(new Error(`${command}: ${answer}`))
  })
  return promise
}

function messageTo(conversationId: string, ask: number) {
  return { conversationId, clientId: `ask-${ask}`, type: 'text', content: { text: TEXT } }
}

/** The page that a screen asks for first. */
function newestOf(conversationId: string) {
  return { conversationId, afterSeq: 0, beforeSeq: Number.MAX_SAFE_INTEGER, limit: PAGE_SIZE }
}

function from(ids: string[], ask: number): string {
  return ids[(ask + WARM_ASKS) % ids.length] as string
}

function describe(measured: Measured[], longest: number[], { long, asks }: HistoryOptions): string {
  const of = (times: number[], share: number) => percentile(times, share)
  const [least] = measured as [Measured]
  const rows = measured.map(({ target, sends, opens }) => [
    target.stored.toLocaleString('en'),
    ...cells(sends, least.sends),
    ...cells(opens, least.opens),
  ])
  return [
    `${asks} of each over the socket, in turns: from asking to the answer, at one question at a time.`,
    table(
      ['messages stored', 'send, p50 ms', '', 'p90 ms', 'open a conversation, p50 ms', '', 'p90 ms'],
      rows,
    ),
    `A conversation of ${long.toLocaleString('en')} messages, newest page of ${PAGE_SIZE}, in the largest of them: p50 ${of(longest, 0.5).toFixed(1)} ms, p99 ${of(longest, 0.99).toFixed(1)} ms.`,
  ].join('\n\n')
}

function cells(times: number[], least: number[]): string[] {
  const times50 = percentile(times, 0.5)
  return [
    times50.toFixed(2),
    `${(times50 / percentile(least, 0.5)).toFixed(2)} ×`,
    percentile(times, 0.9).toFixed(2),
  ]
}
