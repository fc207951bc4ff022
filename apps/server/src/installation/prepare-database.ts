import type { Clock } from '../clock/clock.ts'
import { type DatabaseConnection, openDatabase } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import { START } from '../database/pool.ts'
import { type MasterKeys, openVault, type Vault } from '../vault/vault.ts'
import { install } from './install.ts'
import { lockInstallation } from './installation-store.ts'
import { readLogEpoch } from './log-epoch.ts'
import { bootstrapAdmin } from './set-up.ts'

interface Preparation {
  clock: Clock
  bootstrapAdmin: { email: string; password: string } | null
  /** An operator has put an older state of the database back. */
  restored: boolean
  secretKey: MasterKeys
}

/** Everything that must be in the database before anybody is served, with as much time as it takes. */
export async function prepareDatabase(
  connection: DatabaseConnection,
  { clock, bootstrapAdmin: admin, restored, secretKey }: Preparation,
): Promise<{ epoch: string; vault: Vault }> {
  const database = openDatabase(connection, undefined, START)
  try {
    await migrate(database)
    await install(database, clock.now())
    if (admin) await bootstrapAdmin({ database, clock }, admin)
    const vault = await database.query.transaction().execute(async (trx) => {
      await lockInstallation(trx)
      return openVault(trx, secretKey, clock.now())
    })
    return { epoch: await readLogEpoch(database, { restored }), vault }
  } finally {
    await database.close()
  }
}
