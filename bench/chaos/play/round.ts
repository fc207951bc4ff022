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
import { pause, type Workload } from './workload.ts'

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

const SETTLE_MS = DELAY_MAX_MS + 5_000
const LOOK_EVERY_MS = 100
const MARKS_EVERY_MS = 250
/** For what comes twice to come. */
const AFTERGLOW_MS = 300

/** Several workloads at the same time in one world, under one run of faults; each is judged by itself. */
export async function runRound(world: World, options: RoundOptions): Promise<Run[]> {
  const startedAt = performance.now()
  const now = () => performance.now() - startedAt
  const casts = options.workloads.map(({ name }) =>
    createCast(world, createRandom(options.seed).fork(`cast of ${name}`), now),
  )
  const memory = memoryOf(world)
  const looking = lookAtMarks(world.database, MARKS_EVERY_MS)
  const played = await play(world, options, casts, now).finally(async () => {
    await looking.stop()
    await Promise.all(casts.map((cast) => cast.close()))
    await world.heal()
    await closeConversations(world.database)
  })
  const leftovers = await findLeftovers(world, memory)
  return options.workloads.map(({ name }, index) => {
    const cast = casts[index] as Cast
    const own = part({ ...played, marks: looking.seen }, cast)
    return judge(name, options.seed, cast, { ...own, leftovers })
  })
}

type Played = Pick<History, 'stored' | 'faults' | 'healedAt' | 'endedAt'>
type Seen = Played & Pick<History, 'marks'>

/** Everybody comes, talks while things break, does what comes last, and looks until all is there. */
async function play(
  world: World,
  { seed, workloads, faults: plan, lastsMs, settleMs = SETTLE_MS, size = 1 }: RoundOptions,
  casts: readonly Cast[],
  now: () => number,
): Promise<Played> {
  const fanOut = createFanOut(world, now)
  const plays = await Promise.all(
    casts.map((cast, index) => {
      const { name, prepare } = workloads[index] as Workload
      const random = createRandom(seed).fork(name)
      return prepare({ world, cast, random, size, cutFanOut: fanOut.cut })
    }),
  )
  const overAt = now() + lastsMs
  const [faults] = await Promise.all([
    inflict(world, plan, now),
    ...plays.map(({ perform }) => perform(() => now() >= overAt)),
  ])
  await Promise.all(world.nodes.map((node) => node.program.ready()))
  const healedAt = now()
  await Promise.all(plays.map(({ finish }) => finish?.()))

  const deadline = now() + settleMs
  while (now() < deadline && !(await isSettled(world, casts))) await pause(LOOK_EVERY_MS)
  await pause(AFTERGLOW_MS)
  const stored = await readStored(world.database, casts.flatMap(conversationsOf))
  for (const { tabs } of casts) for (const { screen } of tabs) screen.finish()
  const endedAt = now()
  return { stored, faults: [...faults, ...fanOut.spans(endedAt)], healedAt, endedAt }
}

/** The way between the nodes, which breaks once and stays broken until the round is over. */
function createFanOut(world: World, now: () => number) {
  let broken: { kind: string; from: number } | undefined
  return {
    cut(how: 'cut' | 'half-open') {
      const links = redisLinks(world.nodes)
      if (links.length === 0 || broken) return
      broken = { kind: `fan-out: ${how}`, from: now() }
      for (const link of links) {
        if (how === 'cut') link.block()
        else link.halfOpen('up')
      }
    },
    spans: (endedAt: number): FaultSpan[] => (broken ? [{ ...broken, to: endedAt, feltUntil: endedAt }] : []),
  }
}

/** What belongs to one cast. */
function part(seen: Seen, cast: Cast): Seen {
  const own = new Set(conversationsOf(cast))
  const isOwn = ({ conversationId }: { conversationId: string }) => own.has(conversationId)
  return { ...seen, stored: seen.stored.filter(isOwn), marks: seen.marks.filter(isOwn) }
}

function judge(
  workload: string,
  seed: number,
  { sent, screens, wireCanaries }: Cast,
  rest: Seen & Pick<History, 'leftovers'>,
): Run {
  const history: History = { ...rest, sent, readers: screens.map(({ reader }) => reader), wireCanaries }
  return {
    workload,
    seed,
    history,
    violations: check(history),
    reconnects: screens.reduce((sum, { reconnects }) => sum + reconnects, 0),
    catchUps: screens.reduce((sum, { catchUps }) => sum + catchUps, 0),
  }
}

function conversationsOf({ screens }: Cast): string[] {
  return [...new Set(screens.map(({ reader }) => reader.conversationId))]
}

/** Nobody waits for a ✓, and everybody shows what the database has. */
async function isSettled(world: World, casts: readonly Cast[]): Promise<boolean> {
  const tabs = casts.flatMap((cast) => cast.tabs)
  if (tabs.some(({ outbox }) => outbox.waiting.length > 0)) return false
  const heads = await readHeads(world.database)
  return tabs.every(({ conversationId, side, screen }) => {
    const head = heads.get(conversationId)
    const end = side === 'agent' ? head?.lastSeq : head?.lastPublicSeq
    return screen.thread?.messages.at(-1)?.seq === end
  })
}
