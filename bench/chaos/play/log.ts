import { sql } from 'kysely'
import type { Database } from '../../../apps/server/src/database/database.ts'
import type { Marks, Stored } from '../check/history.ts'

/** What the database holds, as somebody sees it who does not trust the server. */
export async function readStored(database: Database, conversationIds: readonly string[]): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    select id, conversation_id as "conversationId", seq, public_seq as "publicSeq", client_id as "clientId",
      sender_type as "senderType", coalesce(content ->> 'text', content ->> 'message', '') as text
    from messages where conversation_id = any(${conversationIds}::uuid[])
    order by conversation_id, seq`.execute(database.query)
  return rows
}

/** Where the open conversations end; empty while the database cannot say. */
export async function readHeads(database: Database): Promise<Map<string, Marks>> {
  const { rows } = await sql<Marks>`
    select id as "conversationId", last_seq as "lastSeq", last_public_seq as "lastPublicSeq",
      agent_read_seq as "agentReadSeq", visitor_read_seq as "visitorReadSeq"
    from conversations where status <> 'closed'`
    .execute(database.query)
    .catch(() => ({ rows: [] }))
  return new Map(rows.map((row) => [row.conversationId, row]))
}

/** Looks again and again, and once more when told to stop. */
export function lookAtMarks(database: Database, everyMs: number): { seen: Marks[]; stop(): Promise<void> } {
  const seen: Marks[] = []
  let looking: Promise<void> = Promise.resolve()
  const look = async () => void seen.push(...(await readHeads(database)).values())
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, everyMs)
  return {
    seen,
    async stop() {
      clearInterval(timer)
      await looking
      await look()
    },
  }
}

/** So that the next round's lists begin empty. */
export async function closeConversations(database: Database): Promise<void> {
  await sql`update conversations set status = 'closed', queued_at = null, agent_id = null
    where status <> 'closed'`.execute(database.query)
}
