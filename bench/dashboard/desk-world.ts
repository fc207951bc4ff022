import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { startChild } from '../../tooling/child.ts'
import type { Database } from '../../apps/server/src/database/database.ts'
import { fillLongConversation } from '../history/fill-history.ts'
import { addAgents, addConversations, addVisitors, type Known } from '../lib/fill.ts'
import { startOwnDatabase } from '../lib/own-database.ts'
import type { ServerQuestion } from '../lib/server-process.ts'

const MESSAGES_EACH = 12
/** Nobody else talks as much as that. */
const LONG = 1_000
/** So that what one event asks for can be told from what it asks for among fewer. */
const SETTINGS = { shared_preload_libraries: 'pg_stat_statements', max_wal_size: '4GB' }

export interface Talk extends Known {
  conversationId: string
}

/** A server, and agents whose conversations are all open. */
export interface DeskWorld {
  url: string
  port: number
  admin: { email: string; password: string }
  database: Database
  /** Visitors and their open conversations. */
  talks: Talk[]
  agents: Known[]
  /** So many more open conversations, of a dozen messages each. */
  open(count: number): Promise<void>
  /** One of the open conversations gets so many messages, and is the newest of all. */
  lengthen(talk: Talk, messages: number): Promise<void>
  /** The longest is the oldest of all, and nothing has happened since. */
  age(): Promise<void>
  stop(): Promise<void>
}

export async function startDeskWorld(): Promise<DeskWorld> {
  const own = await startOwnDatabase(SETTINGS)
  const server = startChild(join(import.meta.dirname, '../lib/server-process.ts'))
  const { connection, dataDir, database } = own
  const stop = async () => {
    await server.stop()
    await own.stop()
  }
  try {
    await sql`create extension pg_stat_statements`.execute(database.query)
    const admin = { email: 'ada@example.com', password: randomUUID() }
    const question: ServerQuestion = { connection, dataDir, port: 0, admin }
    const { port } = await server.ask<{ port: number }>('start', question)
    const agents = await addAgents(database, 10)
    const talks: Talk[] = []
    return {
      url: `http://127.0.0.1:${port}`,
      port,
      admin,
      database,
      talks,
      agents,
      open: async (count) => void talks.push(...(await openTalks(database, agents, count))),
      async lengthen({ conversationId }, messages) {
        await fillLongConversation(database, conversationId, messages)
        await sql`update conversations set updated_at = now(), public_updated_at = now() where id = ${conversationId}`.execute(
          database.query,
        )
      },
      async age() {
        await sql`update conversations set updated_at = now() - interval '1 year' where last_seq > ${LONG}`.execute(
          database.query,
        )
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openTalks(database: Database, agents: readonly Known[], count: number): Promise<Talk[]> {
  const visitors = await addVisitors(database, count)
  const ids = visitors.map(({ id }) => id)
  const conversations = await addConversations(
    database,
    ids,
    agents.map(({ id }) => id),
  )
  await sql`
    update visitors set name = 'Visitor ' || right(id::text, 6) where id = any(${ids}::uuid[])`.execute(
    database.query,
  )
  await sql`
    insert into messages (id, conversation_id, seq, public_seq, client_id, sender_id, sender_type, sender_name,
      type, content, visibility, created_at)
    select gen_random_uuid(), c.id, n, n, gen_random_uuid(),
      case when n % 3 = 0 then c.agent_id else c.visitor_id end, case when n % 3 = 0 then 'agent' else 'user' end,
      case when n % 3 = 0 then 'Ana' end, 'text',
      jsonb_build_object('text', 'Number ' || n || ' of ' || c.id || repeat(' and some more words', (n % 4)::int)), 'all', now()
    from conversations c, generate_series(1, ${MESSAGES_EACH}::int) as n
    where c.id = any(${conversations}::uuid[])`.execute(database.query)
  // As far apart as they would be; the last of them is the newest.
  await sql`
    update conversations c set last_seq = ${MESSAGES_EACH}, last_public_seq = ${MESSAGES_EACH},
      updated_at = now() - (${count} - at) * interval '1 second', public_updated_at = now() - (${count} - at) * interval '1 second'
    from unnest(${conversations}::uuid[]) with ordinality as given(id, at) where c.id = given.id`.execute(
    database.query,
  )
  await sql`vacuum analyze`.execute(database.query)
  return visitors.map((visitor, at) => ({ ...visitor, conversationId: conversations[at] as string }))
}
