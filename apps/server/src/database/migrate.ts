import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from './database.ts'

const MIGRATIONS = join(import.meta.dirname, 'migrations')
/** Any number will do, as long as every node takes the same. */
const MIGRATION_LOCK = 53_054

/** Brings the tables to the newest form; of several servers that start at once one works and the others wait. Needs patience. */
export async function migrate(database: Database): Promise<void> {
  const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort()
  await database.query.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx)
    await sql`create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())`.execute(
      trx,
    )
    const { rows } = await sql<{ name: string }>`select name from migrations`.execute(trx)
    const applied = new Set(rows.map((row) => row.name))
    for (const name of files.filter((file) => !applied.has(file))) {
      await sql.raw(await readFile(join(MIGRATIONS, name), 'utf8')).execute(trx)
      await sql`insert into migrations (name) values (${name})`.execute(trx)
    }
  })
}
