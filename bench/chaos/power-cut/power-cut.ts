import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { createVisitorClient, memoryStorage, type VisitorClient } from '@biometrics/chat-client'
import type { Database } from '../../../apps/server/src/database/database.ts'
import type { PostgresSettings } from '../../../apps/server/src/database/embedded/start-embedded-postgres.ts'
import { table } from '../../lib/table.ts'
import type { ChaosResult } from '../chaos.ts'
import { until } from '../../../tooling/until.ts'
import { makeDisk, mountDisk, noDiskBecause } from '../world/disk.ts'
import { startNode } from '../world/node.ts'
import { startChaosPostgres } from '../world/postgres.ts'

export interface PowerCut {
  /** Shown with a ✓ when the power went. */
  acked: number
  /** Found after the recovery, acked or not. */
  recovered: number
  lost: number
  doubled: number
}

const DISK_MB = 300
const DATABASE = 'chat'
const TALK_MS = 2_000
const VISITORS = 4
/** Unanswered at a time, for each visitor. */
const IN_FLIGHT = 20

/**
 * People talk to a server whose PostgreSQL lives on a disk of its own. In the middle of it all its processes stand
 * still and the disk is copied, as a power cut would leave it. What the copy recovers must hold all that had a ✓.
 */
export async function cutPower(settings: PostgresSettings = {}): Promise<PowerCut> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-power-'))
  chmodSync(folder, 0o755)
  const stops: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  try {
    const disk = await makeDisk(path.join(folder, 'disk'), DISK_MB)
    stops.push(disk.unmount)
    const postgres = await startChaosPostgres(path.join(disk.folder, 'data'), settings)
    stops.push(postgres.stop)
    await postgres.createDatabase(DATABASE)
    const node = await startNode({
      name: 'node',
      entry: undefined,
      databaseName: DATABASE,
      dataDir: folder,
      postgres: postgres.target,
      redis: null,
      // Without the flush it would refuse to start; here that is the point.
      settings: settings.fsync === false ? { NODE_ENV: 'development' } : {},
    })
    stops.push(node.stop)

    const acked = new Set<string>()
    const talking = await talk(node.url, acked)
    stops.push(async () => talking.forEach((client) => client.destroy()))
    await pause(TALK_MS)
    const goOn = postgres.freeze()
    const before = new Set(acked)
    const image = path.join(folder, 'after.img')
    await disk.copy(image)
    goOn()
    return await compare(image, path.join(folder, 'after'), before)
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

async function talk(url: string, acked: Set<string>): Promise<VisitorClient[]> {
  return Promise.all(
    Array.from({ length: VISITORS }, async (_, number) => {
      const client = createVisitorClient({ url, appId: 'biometrics-web', storage: memoryStorage() })
      await client.connect()
      await until(client, ({ connection }) => connection.status === 'online')
      const key = client.start({ type: 'text', content: { text: `${number} begins` } })
      const id = await until(client, ({ started }) => started[key])
      const open = new Set<string>()
      let said = 0
      const say = () => {
        while (open.size < IN_FLIGHT) {
          open.add(client.send(id, { type: 'text', content: { text: `${number} says ${said++}` } }))
        }
      }
      client.subscribe(() => {
        const pending = new Set(client.state.threads[id]?.pending.map(({ clientId }) => clientId))
        const done = [...open].filter((clientId) => !pending.has(clientId))
        for (const clientId of done) {
          open.delete(clientId)
          acked.add(clientId)
        }
        if (done.length > 0) setImmediate(say)
      })
      say()
      return client
    }),
  )
}

async function compare(image: string, folder: string, acked: Set<string>): Promise<PowerCut> {
  const disk = await mountDisk(image, folder)
  try {
    const postgres = await startChaosPostgres(path.join(folder, 'data'))
    const database = postgres.open(DATABASE)
    try {
      const copies = await readCopies(database)
      return {
        acked: acked.size,
        recovered: copies.size,
        lost: [...acked].filter((clientId) => !copies.has(clientId)).length,
        doubled: [...copies.values()].filter((count) => count > 1).length,
      }
    } finally {
      await database.close()
      await postgres.stop()
    }
  } finally {
    await disk.unmount()
  }
}

async function readCopies(database: Database): Promise<Map<string, number>> {
  const isThere = await database.query
    .selectFrom('messages')
    .limit(1)
    .execute()
    .then(
      () => true,
      () => false,
    )
  // The tables themselves may be among what was lost.
  if (!isThere) return new Map()
  const { rows } = await sql<{ clientId: string; count: number }>`
    select client_id as "clientId", count(*) as count from messages where client_id is not null group by client_id`.execute(
    database.query,
  )
  return new Map(rows.map(({ clientId, count }) => [clientId, count]))
}

/** So many cuts one after the other, and what each left. */
export async function measurePowerCuts(count: number): Promise<ChaosResult> {
  const reason = noDiskBecause()
  if (reason !== null) return { figures: `Not tried on this machine: ${reason}.`, isKept: true }
  const cuts: PowerCut[] = []
  for (let number = 1; number <= count; number += 1) {
    cuts.push(await cutPower())
    console.error(`power cut ${number} of ${count}`)
  }
  const figures = table(
    ['power cut', 'acked before', 'recovered', '**acked and lost**', 'doubled'],
    cuts.map(({ acked, recovered, lost, doubled }, index) => [
      String(index + 1),
      acked.toLocaleString('en'),
      recovered.toLocaleString('en'),
      `**${lost}**`,
      String(doubled),
    ]),
  )
  return { figures, isKept: cuts.every(({ lost, doubled }) => lost === 0 && doubled === 0) }
}
