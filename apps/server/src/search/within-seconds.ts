import { ChatError } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import { hasState } from '../database/errors.ts'
import type { Database, Queries } from '../database/database.ts'

/** Nobody waits longer for a search; reports, on the same connections, may take longer. */
const LONGEST_MS = 5_000
const RETRY_AFTER_MS = 1_000
/** SQLSTATE `query_canceled`. */
const TOO_LONG = '57014'

/** Lets PostgreSQL end a statement that takes too long, and says so to whoever asked. */
export async function withinSeconds<T>(
  database: Database,
  work: (query: Queries) => Promise<T>,
  longestMs = LONGEST_MS,
): Promise<T> {
  try {
    return await database.query.transaction().execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(longestMs)}, true)`.execute(trx)
      return work(trx)
    })
  } catch (error) {
    if (!hasState(error, TOO_LONG)) throw error
    const message = 'The search took too long; ask for less.'
    throw new ChatError('busy', message, { retryAfterMs: RETRY_AFTER_MS, cause: error })
  }
}
