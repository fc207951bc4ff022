import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../../apps/server/src/database/database.ts'
import { START } from '../../apps/server/src/database/pool.ts'
import { type Child, startChild } from '../../tooling/child.ts'
import { addAgents } from '../lib/fill.ts'
import type { OwnDatabase } from '../lib/own-database.ts'
import { openRawSocket, type RawSocket } from '../lib/raw-socket.ts'
import { fillHistory, fillLongConversation } from './fill-history.ts'

/** As many as are asked for, and few enough to be fetched. */
const SAMPLE = 1_000

/** A server on a history of one size, and an agent who is connected to it. */
export interface Target {
  stored: number
  agent: RawSocket
  /** Conversations that can be written into, and any of all. */
  open: string[]
  any: string[]
  /** Set where one was asked for. */
  longest: string | null
  stop(): Promise<void>
}

/** Each size has a database of its own on the same PostgreSQL, so that they can be asked in turns. */
export async function startTarget(own: OwnDatabase, stored: number, long: number | null): Promise<Target> {
  const name = `history_${stored}`
  await sql.raw(`create database ${name}`).execute(own.database.query)
  const connection = { ...own.connection, database: name }
  const question = {
    connection,
    dataDir: own.dataDir,
    port: 0,
    admin: { email: 'ada@example.com', password: randomUUID() },
  }
  const { child: installer } = await startServer(question)
  await installer.stop()
  const database = openDatabase(connection, undefined, START)
  const [known] = await addAgents(database, 1)
  const agentId = known?.id ?? ''
  await fillHistory(database, agentId, stored)
  const open = await pick(database, true)
  const longest = long === null ? null : (open.pop() ?? null)
  if (long !== null && longest !== null) await fillLongConversation(database, longest, long)
  const any = await pick(database, false)
  await database.close()

  const { child, port } = await startServer(question)
  const agent = await openRawSocket({ port, namespace: '/agent', token: known?.token ?? '' })
  return {
    stored,
    agent,
    open,
    any,
    longest,
    async stop() {
      agent.close()
      await child.stop()
    },
  }
}

async function startServer(question: object): Promise<{ child: Child; port: number }> {
  const child = startChild(join(import.meta.dirname, '../lib/server-process.ts'))
  return { child, port: (await child.ask<{ port: number }>('start', question)).port }
}

async function pick({ query }: Database, isOpen: boolean): Promise<string[]> {
  const where = isOpen ? sql`where status <> 'closed'` : sql``
  const { rows } = await sql<{ id: string }>`
    select id from conversations ${where} order by random() limit ${SAMPLE}`.execute(query)
  return rows.map(({ id }) => id)
}
