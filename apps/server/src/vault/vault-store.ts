import type { Selectable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type VaultKeyRow = Selectable<Schema['vault_keys']>

/** Oldest first. */
export async function listVaultKeys(query: Queries): Promise<VaultKeyRow[]> {
  return query.selectFrom('vault_keys').selectAll().orderBy('created_at').orderBy('id').execute()
}

export async function insertVaultKey(query: Queries, row: VaultKeyRow): Promise<void> {
  await query.insertInto('vault_keys').values(row).execute()
}

export async function replaceVaultKey(
  query: Queries,
  id: string,
  change: Pick<VaultKeyRow, 'key' | 'is_sealed'>,
): Promise<void> {
  await query.updateTable('vault_keys').set(change).where('id', '=', id).execute()
}
