import { check } from '../check/check.ts'
import type { FaultSpan, History } from '../check/history.ts'
import { DELAY_MAX_MS } from '../check/staleness.ts'
import type { Violation } from '../check/violation.ts'
import type { World } from '../world/world.ts'
import { type Cast, createCast } from './cast.ts'
import { type Fault, inflict, redisLinks } from './faults.ts'
import { findLeftovers, memoryOf } from './leftovers.ts'
import { closeConversations, lookAtMarks, readHeads, readStored } from './log.ts'
import { createRandom } from './random.ts'
import { pause, type Play, type Workload } from './workload.ts'

export interface RoundOptions {
  seed: number
  workloads: readonly Workload[]
  faults: readonly Fault[]
  /** How long people talk. */
  lastsMs: number
  /** How long everybody is given to see everything, once all is mended. */
  settleMs?: number
  size?: number
}

/** One workload's part of a round. */
export interface Run {
  workload: string
  seed: number
  history: History
  violations: Violation[]
  /** That something was lost and found again, so that the run has shown something. */
  reconnects: number
  catchUps: number
}

interface Part {
  workload: Workload
  cast: Cast
  play: Play
}

const SETTLE_MS = DELAY_MAX_MS + 5_000
const LOOK_EVERY_MS = 100
const MARKS_EVERY_MS = 250
/** For what comes twice to come. */
const AFTERGLOW_MS = 300

/** Several workloads at the same time in one world, under one run of faults; each is judged by itself. */
export async function runRound(world: World, options: RoundOptions): Promise<Run[]> {
  const { seed, workloads, settleMs = SETTLE_MS, size = 1 } = options
  const startedAt = performance.now()
  const now = () => performance.now() - startedAt
  const fanOut: FaultSpan[] = []

  function cutFanOut(how: 'cut' | 'half-open') {
    const links = redisLinks(world.nodes)
    if (links.length === 0 || fanOut.length > 0) return
    const forever = Number.POSITIVE_INFINITY
    fanOut.push({ kind: `fan-out: ${how}`, from: now(), to: forever, feltUntil: forever })
    for (const link of links) {
      if (how === 'cut') link.block()
      else link.halfOpen('up')
    }
  }

  const prepared = await Promise.all(
    workloads.map(async (workload): Promise<Part> => {
      const random = createRandom(seed).fork(workload.name)
      const cast = createCast(world, random.fork('cast'), now)
      const play = await workload.prepare({ world, cast, random, size, cutFanOut })
      return { workload, cast, play }
    }),
  )
  const looking = lookAtMarks(world.database, MARKS_EVERY_MS)
  const memory = memoryOf(world)
  const overAt = now() + options.lastsMs
  const isOver = () => now() >= overAt
  const [faults] = await Promise.all([
    inflict(world, options.faults, now),
    ...prepared.map(({ play }) => play.perform(isOver)),
  ])
  await Promise.all(world.nodes.map((node) => node.program.ready()))
  const healedAt = now()
  await Promise.all(prepared.map(({ play }) => play.finish?.()))

  const deadline = now() + settleMs
  while (now() < deadline && !(await isSettled(world, prepared))) await pause(LOOK_EVERY_MS)
  await pause(AFTERGLOW_MS)
  const marks = await looking.stop()
  const stored = await readStored(world.database, conversationsOf(prepared))
  const endedAt = now()
  for (const { cast } of prepared) for (const { screen } of cast.tabs) screen.finish()
  const wireCanaries = prepared.map(({ cast }) => cast.tabs.reduce((sum, tab) => sum + tab.link.canaries, 0))
  for (const span of fanOut) span.to = endedAt
  await Promise.all(prepared.map(({ cast }) => cast.close()))
  await world.heal()
  await closeConversations(world.database)
  const leftovers = await findLeftovers(world, memory)

  return prepared.map(({ workload, cast }, index) => {
    const own = new Set(conversationsOf([{ cast }]))
    const isOwn = ({ conversationId }: { conversationId: string }) => own.has(conversationId)
    const history: History = {
      sent: cast.sent,
      readers: cast.screens.map(({ reader }) => reader),
      stored: stored.filter(isOwn),
      marks: marks.filter(isOwn),
      faults: [...faults, ...fanOut],
      healedAt,
      endedAt,
      wireCanaries: wireCanaries[index] ?? 0,
      leftovers,
    }
    return {
      workload: workload.name,
      seed,
      history,
      violations: check(history),
      reconnects: cast.screens.reduce((sum, { reconnects }) => sum + reconnects, 0),
      catchUps: cast.screens.reduce((sum, { catchUps }) => sum + catchUps, 0),
    }
  })
}

function conversationsOf(parts: readonly Pick<Part, 'cast'>[]): string[] {
  const ids = parts.flatMap(({ cast }) => cast.screens.map(({ reader }) => reader.conversationId))
  return [...new Set(ids)]
}

/** Nobody waits for a ✓, and everybody shows what the database has. */
async function isSettled(world: World, parts: readonly Part[]): Promise<boolean> {
  const tabs = parts.flatMap(({ cast }) => cast.tabs)
  if (tabs.some(({ outbox }) => outbox.waiting.length > 0)) return false
  const heads = await readHeads(world.database)
  return tabs.every(({ conversationId, side, screen }) => {
    const head = heads.get(conversationId)
    const end = side === 'agent' ? head?.lastSeq : head?.lastPublicSeq
    return screen.thread?.messages.at(-1)?.seq === end
  })
}
