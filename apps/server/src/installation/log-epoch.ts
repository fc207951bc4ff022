import type { Database } from '../database/database.ts'

/** The name of the log that this database holds. */
export async function readLogEpoch(_database: Database): Promise<string> {
  return '1'
}
