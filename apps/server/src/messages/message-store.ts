import { sql } from 'kysely'
import type { Database, Queries } from '../database/database.ts'
import type { MessageRow, NewMessageRow, StoreResult } from './message-row.ts'

const STORE_MESSAGES = 'select * from store_messages($1::jsonb) order by ord'

/** Stores a batch in one statement, which is its own transaction; the results stand in the order of the batch. */
export async function insertMessages(database: Database, batch: NewMessageRow[]): Promise<StoreResult[]> {
  return database.prepared<StoreResult>('store_messages', STORE_MESSAGES, [JSON.stringify(batch)])
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
  afterSeq: number
  beforeSeq?: number | undefined
  limit: number
}

/** Oldest first; with `beforeSeq` the newest ones below it. Reads one row more than asked, to know whether more follow. */
export async function selectMessages(
  query: Queries,
  page: PageQuery,
): Promise<{ rows: MessageRow[]; more: boolean }> {
  const newestFirst = page.beforeSeq !== undefined
  let select = query
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', page.conversationId)
    .where(page.positions, '>', page.afterSeq)
  if (page.beforeSeq !== undefined) select = select.where(page.positions, '<', page.beforeSeq)
  const found = await select
    .orderBy(page.positions, newestFirst ? 'desc' : 'asc')
    .limit(page.limit + 1)
    .execute()
  const rows = found.slice(0, page.limit)
  return { rows: newestFirst ? rows.reverse() : rows, more: found.length > page.limit }
}
