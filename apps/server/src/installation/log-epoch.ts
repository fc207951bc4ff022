import { randomUUID } from 'node:crypto'
import type { Database } from '../database/database.ts'
import { lockInstallation, readEpoch, writeEpoch } from './installation-store.ts'

/**
 * The name of the log that this database holds; all nodes find the same. A log that is not the one it was when it got its
 * name (see `log_fingerprint` in the migrations) gets another, for its positions may mean other messages now. Files that
 * were copied back look like the old ones: after that an operator says `restored`.
 */
export async function readLogEpoch(database: Database, { restored = false } = {}): Promise<string> {
  return database.query.transaction().execute(async (trx) => {
    await lockInstallation(trx)
    const known = await readEpoch(trx)
    if (known?.isSameLog && !restored) return known.epoch
    const epoch = randomUUID()
    await writeEpoch(trx, epoch)
    return epoch
  })
}
