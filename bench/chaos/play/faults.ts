import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { FaultSpan } from '../check/history.ts'
import type { Link } from '../world/link.ts'
import type { ChaosNode } from '../world/node.ts'
import type { World } from '../world/world.ts'
import { createRandom, type Random } from './random.ts'

/** One thing that goes wrong: when, for how long, and by which chance it chooses whom. */
export interface Fault {
  kind: FaultKind
  atMs: number
  lastsMs: number
  seed: number
}

interface Blow {
  lastsMs: number
  world: World
  random: Random
}

/** Each breaks something and resolves when it is whole again. */
const FAULTS = {
  async 'node: kill -9'({ world, random }: Blow) {
    const { program } = random.pick(world.nodes)
    program.signal('SIGKILL')
    await program.ended()
    await program.ready()
  },
  async 'node: stopped'({ world, random, lastsMs }: Blow) {
    const { program } = random.pick(world.nodes)
    program.signal('SIGSTOP')
    await pause(lastsMs)
    program.signal('SIGCONT')
  },
  async 'nodes: rolling restart'({ world, random }: Blow) {
    for (const { program } of random.shuffle(world.nodes)) {
      program.signal('SIGTERM')
      await program.ended()
      await program.ready()
    }
  },
  async 'PostgreSQL: kill -9'({ world, lastsMs }: Blow) {
    world.postgres.kill()
    await pause(lastsMs)
    await world.postgres.revive()
  },
  async 'PostgreSQL: stopped'({ world, lastsMs }: Blow) {
    const goOn = world.postgres.freeze()
    await pause(lastsMs)
    goOn()
  },
  async 'PostgreSQL: sessions ended'({ world, random }: Blow) {
    const share = random.next()
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'biometrics-chat%' and pid <> pg_backend_pid() and random() < ${share}`
      .execute(world.database.query)
      .catch(ignoreOtherFaults)
  },
  async 'disk full'({ world, lastsMs }: Blow) {
    const giveBack = await world.disk?.fill()
    await pause(lastsMs)
    giveBack?.()
    await world.postgres.revive()
  },
  async 'Redis: kill -9'({ world }: Blow) {
    world.redis?.program.signal('SIGKILL')
    await world.redis?.program.ended()
    await world.redis?.program.ready()
  },
  async 'Redis: stopped'({ world, lastsMs }: Blow) {
    world.redis?.program.signal('SIGSTOP')
    await pause(lastsMs)
    world.redis?.program.signal('SIGCONT')
  },
  'clients: cut': ({ world, random }: Blow) => hurt(some(world.clientLinks, random), 0, (link) => link.cut()),
  'clients: half-open': ({ world, random }: Blow) =>
    hurt(some(world.clientLinks, random), 0, (link) => link.halfOpen(random.pick(['up', 'down']))),
  async 'clients: answers lost'({ world, random, lastsMs }: Blow) {
    const links = some(world.clientLinks, random)
    await hurt(links, lastsMs, (link) => link.halfOpen('down'))
    for (const link of links) link.cut()
  },
  'clients: slow': ({ world, random, lastsMs }: Blow) =>
    hurt(some(world.clientLinks, random), lastsMs, (link) => link.delay(random.between(50, 400))),
  'clients: no network': ({ world, random, lastsMs }: Blow) =>
    hurt(some(world.clientLinks, random), lastsMs, (link) => link.block()),
  'node to PostgreSQL: cut': ({ world, random, lastsMs }: Blow) =>
    hurt([random.pick(world.nodes).database], lastsMs, (link) => link.block()),
  'node to PostgreSQL: half-open': ({ world, random }: Blow) =>
    hurt([random.pick(world.nodes).database], 0, (link) => link.halfOpen(random.pick(['up', 'down']))),
  'node to PostgreSQL: slow': ({ world, random, lastsMs }: Blow) =>
    hurt([random.pick(world.nodes).database], lastsMs, (link) => link.delay(random.between(20, 150))),
  'node to Redis: cut': ({ world, random, lastsMs }: Blow) =>
    hurt(redisLinks([random.pick(world.nodes)]), lastsMs, (link) => link.block()),
  'node to Redis: half-open': ({ world, random }: Blow) =>
    hurt(redisLinks([random.pick(world.nodes)]), 0, (link) => link.halfOpen(random.pick(['up', 'down']))),
}

export type FaultKind = keyof typeof FAULTS

/** A connection that is dead one way is noticed within 15 s, and then replaced. */
const UNNOTICED_MS = 18_000
/** Until everybody is connected again and has asked for what they missed. */
const AFTERMATH_MS = 3_000
const SHORTEST_MS = 400
const LONGEST_MS = 2_500

/** What can go wrong in this world. */
export function faultKinds(world: World): FaultKind[] {
  return (Object.keys(FAULTS) as FaultKind[]).filter(
    (kind) =>
      (world.redis !== null || !kind.includes('Redis')) && (world.disk !== null || kind !== 'disk full'),
  )
}

/** The fault of this name. */
export function faultKind(name: string): FaultKind {
  if (Object.hasOwn(FAULTS, name)) return name as FaultKind
  throw new RangeError(`There is no fault "${name}": ${Object.keys(FAULTS).join(', ')}.`)
}

/** So many different faults, spread over the time there is; consecutive seeds go through all kinds in turn. */
export function planFaults(
  kinds: readonly FaultKind[],
  seed: number,
  count: number,
  overMs: number,
): Fault[] {
  const random = createRandom(seed).fork('faults')
  const first = (seed * count) % kinds.length
  const turn = createRandom(Math.floor((seed * count) / kinds.length)).shuffle(kinds)
  const chosen = Array.from(
    { length: count },
    (_, index) => turn[(first + index) % kinds.length] as FaultKind,
  )
  const slotMs = overMs / count
  return random.shuffle(chosen).map((kind, slot) => ({
    kind,
    atMs: Math.round(slotMs * (slot + random.next() * 0.5)),
    lastsMs: random.between(SHORTEST_MS, LONGEST_MS),
    seed: random.between(0, 2 ** 31),
  }))
}

/** Inflicts a plan, and resolves when the last fault is over. */
export async function inflict(world: World, plan: readonly Fault[], now: () => number): Promise<FaultSpan[]> {
  return Promise.all(
    plan.map(async ({ kind, atMs, lastsMs, seed }) => {
      await pause(atMs)
      const from = now()
      await FAULTS[kind]({ world, lastsMs, random: createRandom(seed) })
      const to = now()
      return { kind, from, to, feltUntil: to + (kind.endsWith('half-open') ? UNNOTICED_MS : AFTERMATH_MS) }
    }),
  )
}

export function redisLinks(nodes: readonly ChaosNode[]): Link[] {
  return nodes.flatMap(({ redis }) => (redis ? [redis] : []))
}

type Hurtable = Pick<Link, 'cut' | 'halfOpen' | 'block' | 'delay' | 'heal'>

async function hurt(
  links: readonly Hurtable[],
  lastsMs: number,
  how: (link: Hurtable) => void,
): Promise<void> {
  for (const link of links) how(link)
  await pause(lastsMs)
  for (const link of links) link.heal()
}

/** About half of them. */
function some<T>(items: Iterable<T>, random: Random): T[] {
  return [...items].filter(() => random.chance(0.5))
}

/** PostgreSQL may be down by another fault just then. */
function ignoreOtherFaults(): void {}
