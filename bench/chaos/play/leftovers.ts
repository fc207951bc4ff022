import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { sql } from 'kysely'
import { POOL_SIZE } from '../../../apps/server/src/database/pool.ts'
import type { Leftover } from '../check/history.ts'
import type { ChaosNode } from '../world/node.ts'
import type { World } from '../world/world.ts'
import { pause } from './workload.ts'

/** Beside its pool: its ways to Redis, the socket it listens on, what Node itself keeps. */
const OTHER_SOCKETS = 20
const MEMORY_GROWTH = 1.2
/** What a process that is still warming up may take. */
const WARM_UP_MB = 200
const PATIENCE_MS = 5_000
const LOOK_EVERY_MS = 100

/** Megabytes by process, so that one that was started anew is not held against its predecessor. */
export function memoryOf(world: World): Map<number, number> {
  return new Map(world.nodes.map((node) => [node.program.pid, residentMb(node.program.pid)]))
}

/** What is still held once everybody has gone. */
export async function findLeftovers(world: World, memoryBefore: Map<number, number>): Promise<Leftover[]> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const all = [
      ...(await databaseLeftovers(world)),
      ...world.nodes.flatMap((node) => [socketsOf(node), ...memoryGrowth(node, memoryBefore)]),
    ]
    if (all.every(({ found, allowed }) => found <= allowed) || performance.now() > deadline) return all
    await pause(LOOK_EVERY_MS)
  }
}

async function databaseLeftovers({ database, nodes }: World): Promise<Leftover[]> {
  const { rows } = await sql<{ open: number; inTransaction: number }>`
    select count(*) as open, count(*) filter (where state like 'idle in transaction%') as "inTransaction"
    from pg_stat_activity where application_name like 'biometrics-chat%'`.execute(database.query)
  const { open = 0, inTransaction = 0 } = rows[0] ?? {}
  return [
    // The onlookers have a pool as well.
    { what: 'connections to PostgreSQL', found: open, allowed: (nodes.length + 1) * (POOL_SIZE + 2) },
    { what: 'transactions left open', found: inTransaction, allowed: 0 },
  ]
}

function socketsOf({ name, program }: ChaosNode): Leftover {
  const folder = `/proc/${program.pid}/fd`
  const sockets = readdirSync(folder).filter((file) => linkOf(`${folder}/${file}`).startsWith('socket:'))
  return { what: `sockets of ${name}`, found: sockets.length, allowed: POOL_SIZE + OTHER_SOCKETS }
}

function memoryGrowth({ name, program: { pid } }: ChaosNode, before: Map<number, number>): Leftover[] {
  const atFirst = before.get(pid)
  if (atFirst === undefined) return []
  const allowed = Math.round(atFirst * MEMORY_GROWTH) + WARM_UP_MB
  return [{ what: `megabytes of ${name}`, found: residentMb(pid), allowed }]
}

function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

/** It may have been closed in this very moment. */
function linkOf(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}
