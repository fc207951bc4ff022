import { sql } from 'kysely'
import type { Database, Queries } from '../database/database.ts'
import type { MessageRow, NewMessageRow, ReadMarks, StoreResult } from './message-row.ts'
import { gatherPlain, isPlain, type PlainAnswer, plainParameters, plainResults } from './plain-batch.ts'

const STORE_MESSAGES = 'select * from store_messages($1::jsonb) order by ord'
const STORE_PLAIN = `select * from store_plain_batch(${Array.from({ length: 20 }, (_, index) => `$${index + 1}`).join(', ')})`

/** Stores a batch in one statement, which is its own transaction; the results stand in the order of the batch. */
export async function insertMessages(database: Database, batch: NewMessageRow[]): Promise<StoreResult[]> {
  if (batch.every(isPlain)) {
    try {
      return await insertPlain(database, batch)
    } catch (error) {
      if (!isNotPlain(error)) throw error
    }
  }
  return database.prepared<StoreResult>('store_messages', STORE_MESSAGES, [JSON.stringify(batch)])
}

/** The same at a third of the cost; throws when not every message is new, or not every conversation open and known. */
async function insertPlain(database: Database, batch: readonly NewMessageRow[]): Promise<StoreResult[]> {
  const plain = gatherPlain(batch)
  const [answer] = await database.prepared<PlainAnswer>('store_plain', STORE_PLAIN, plainParameters(plain))
  return plainResults(plain, answer as PlainAnswer)
}

/** The function's own `CH001`, or SQLSTATE 23505: a clientId is known already. */
function isNotPlain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(CH001|23505)$/.test(String(error.code))
}

/** The same inside a transaction that does more. */
export async function insertMessage(trx: Queries, message: NewMessageRow): Promise<StoreResult> {
  const { rows } =
    await sql<StoreResult>`select * from store_messages(${JSON.stringify([message])}::jsonb)`.execute(trx)
  return rows[0] ?? { outcome: 'missing' }
}

export interface PageQuery {
  conversationId: string
  /** Whose positions: the visitor's leave out notes. */
  positions: 'seq' | 'public_seq'
  /** How many the conversation has. */
  notes: number
  afterSeq: number
  beforeSeq?: number | undefined
  limit: number
}

// For the index: no position lies before the visitor's, and none is further from it than there are notes.
const above = (position: string) =>
  `select * from messages where conversation_id = $1 and seq > $2 and ${position} > $2`
const ABOVE = {
  seq: `${above('seq')} order by seq limit $3`,
  public_seq: `${above('public_seq')} order by seq limit $3`,
}
const below = (position: string) =>
  `${above(position)} and seq < $5 and ${position} < $4 order by seq desc limit $3`
const BELOW = { seq: below('seq'), public_seq: below('public_seq') }

/** Oldest first; with `beforeSeq` the newest ones below it. Reads one row more than asked, to know whether more follow. */
export async function selectMessages(
  database: Pick<Database, 'prepared'>,
  { conversationId, positions, notes, afterSeq, beforeSeq, limit }: PageQuery,
): Promise<{ rows: MessageRow[]; more: boolean }> {
  const newestFirst = beforeSeq !== undefined
  const range = [conversationId, afterSeq, limit + 1]
  const found = newestFirst
    ? await database.prepared<MessageRow>(`newest_by_${positions}`, BELOW[positions], [
        ...range,
        beforeSeq,
        beforeSeq + notes,
      ])
    : await database.prepared<MessageRow>(`next_by_${positions}`, ABOVE[positions], range)
  const rows = found.slice(0, limit)
  return { rows: newestFirst ? rows.reverse() : rows, more: found.length > limit }
}

/** Messages with how far their conversations are read. */
export async function selectByIds(
  query: Queries,
  ids: readonly string[],
): Promise<(MessageRow & ReadMarks)[]> {
  return query
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .selectAll('messages')
    .select(['conversations.agent_read_seq', 'conversations.visitor_read_seq'])
    .where('messages.id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
}
