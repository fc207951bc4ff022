import type { Queries } from '../database/database.ts'

/** Each step is good once: false when this one, or a later one, was taken already. */
export async function takeStep(query: Queries, agentId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('agents')
    .set({ totp_step: step })
    .where('id', '=', agentId)
    .where((where) => where.or([where('totp_step', 'is', null), where('totp_step', '<', step)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** False when there is no such code, or no more. */
export async function takeRecoveryCode(query: Queries, agentId: string, codeHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('recovery_codes')
    .where('agent_id', '=', agentId)
    .where('code_hash', '=', codeHash)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

export async function replaceRecoveryCodes(
  trx: Queries,
  agentId: string,
  codeHashes: readonly Buffer[],
): Promise<void> {
  await trx.deleteFrom('recovery_codes').where('agent_id', '=', agentId).execute()
  if (codeHashes.length === 0) return
  const rows = codeHashes.map((code_hash) => ({ agent_id: agentId, code_hash }))
  await trx.insertInto('recovery_codes').values(rows).execute()
}

export async function countRecoveryCodes(query: Queries, agentId: string): Promise<number> {
  const row = await query
    .selectFrom('recovery_codes')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('agent_id', '=', agentId)
    .executeTakeFirstOrThrow()
  return row.count
}
