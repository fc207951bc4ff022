import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { START } from '../database/pool.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { createTestDatabase } from '../testing/test-database.ts'
import { readLogEpoch } from './log-epoch.ts'

async function openOwnDatabase() {
  const { name, connection, drop } = await createTestDatabase()
  onTestFinished(drop)
  return { name, open: () => openDatabase(connection) }
}

test('[DL7] all who start at once find the same epoch, and so does the next start', async () => {
  const { open } = await openOwnDatabase()
  const nodes = [open(), open(), open()]
  const epochs = await Promise.all(nodes.map((node) => readLogEpoch(node)))
  expect(new Set(epochs).size).toBe(1)
  await Promise.all(nodes.map((node) => node.close()))
  const again = open()
  expect(await readLogEpoch(again)).toBe(epochs[0])
  await again.close()
})

test('[DL7] a copy of the log has another epoch, and keeps it', async () => {
  const { name, open } = await openOwnDatabase()
  const original = open()
  const epoch = await readLogEpoch(original)
  await original.close()

  const postgres = inject('postgres')
  const server = openDatabase(postgres, undefined, START)
  await sql`create database ${sql.id(`${name}_copy`)} template ${sql.id(name)}`.execute(server.query)
  const copy = openDatabase({ ...postgres, database: `${name}_copy` })
  const other = await readLogEpoch(copy)
  expect(other).not.toBe(epoch)
  expect(await readLogEpoch(copy)).toBe(other)
  await copy.close()
  await sql`drop database ${sql.id(`${name}_copy`)} with (force)`.execute(server.query)
  await server.close()
})

test('[DL7] an operator who put files back says so, and running nodes and their clients hear of it', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  onTestFinished(() => server.stop())
  const [ada, vera] = [await server.admin(), await server.visitor()]
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const sync = () => vera.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })
  const { epoch } = await sync()

  const other = await readLogEpoch(server.services.database, { restored: true })
  expect(other).not.toBe(epoch)
  clock.advance(15_000)
  for (const person of [ada, vera]) await person.hears('heads', (heads) => heads.epoch === other)
  expect((await sync()).epoch).toBe(other)
  await server.restart()
  expect(server.services.epoch).toBe(other)
})

test('[DL7] the epoch needs no special rights', async () => {
  const { open } = await openOwnDatabase()
  const database = open()
  const fingerprint = await database.query.transaction().execute(async (trx) => {
    await sql`set local role pg_read_all_data`.execute(trx)
    return sql<{ text: string }>`select log_fingerprint() as text`.execute(trx)
  })
  // System, timeline, database and table.
  expect(fingerprint.rows[0]?.text).toMatch(/^(\d+\/){1,3}\d+$/)
  await database.close()
})
