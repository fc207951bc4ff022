import type { Database } from '../database/database.ts'
import type { NewMessageRow, StoredAs, StoreResult } from '../messages/message-row.ts'

/** Stores the word that somebody waits, unless they do not any more or have been told; null: nothing was stored. */
export async function storeQueued(
  database: Pick<Database, 'prepared'>,
  message: NewMessageRow,
  estimatedSeconds: number | null,
): Promise<StoredAs | null> {
  const [row] = await database.prepared<StoreResult>('tell_queued', 'select * from tell_queued($1, $2, $3)', [
    message.conversation_id,
    estimatedSeconds,
    JSON.stringify([message]),
  ])
  return row?.outcome === 'stored' ? row : null
}
