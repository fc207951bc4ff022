import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Any number will do, as long as every node takes the same. */
const INSTALLATION_LOCK = 53_055

/** One node at a time installs or sets up; the lock ends with the transaction. */
export async function lockInstallation(trx: Queries): Promise<void> {
  await sql`select pg_advisory_xact_lock(${INSTALLATION_LOCK})`.execute(trx)
}

export async function isInstalled(query: Queries): Promise<boolean> {
  const group = await query
    .selectFrom('groups')
    .select('id')
    .where('is_default', '=', true)
    .executeTakeFirst()
  return group !== undefined
}

export async function hasAgents(query: Queries): Promise<boolean> {
  return (await query.selectFrom('agents').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function insertSetupToken(query: Queries, tokenHash: Buffer, now: Date): Promise<void> {
  await query.insertInto('setup_tokens').values({ token_hash: tokenHash, created_at: now }).execute()
}

export async function isSetupToken(query: Queries, tokenHash: Buffer): Promise<boolean> {
  const row = await query
    .selectFrom('setup_tokens')
    .select('created_at')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteSetupTokens(query: Queries): Promise<void> {
  await query.deleteFrom('setup_tokens').execute()
}

export async function readEpoch(query: Queries): Promise<{ epoch: string; isSameLog: boolean } | undefined> {
  return query
    .selectFrom('log_epoch')
    .select(['epoch', sql<boolean>`fingerprint = log_fingerprint()`.as('isSameLog')])
    .executeTakeFirst()
}

export async function writeEpoch(trx: Queries, epoch: string): Promise<void> {
  const fingerprint = sql<string>`log_fingerprint()`
  await trx
    .insertInto('log_epoch')
    .values({ epoch, fingerprint })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ epoch, fingerprint }))
    .execute()
}

/** What stays the same through every backup and restore: the group that an installation begins with. */
export async function readInstallationId(query: Queries): Promise<string> {
  const group = await query
    .selectFrom('groups')
    .select('id')
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  return group.id
}
