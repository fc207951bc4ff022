import type { Queries } from '../database/database.ts'

/** One link per agent: a new one ends the one before. */
export async function replaceLink(
  trx: Queries,
  link: { token_hash: Buffer; agent_id: string; expires_at: Date },
): Promise<void> {
  await deleteLinksOf(trx, link.agent_id)
  await trx.insertInto('account_links').values(link).execute()
}

export async function deleteLinksOf(query: Queries, agentId: string): Promise<void> {
  await query.deleteFrom('account_links').where('agent_id', '=', agentId).execute()
}

export async function findLink(query: Queries, tokenHash: Buffer, now: Date): Promise<string | undefined> {
  const row = await query
    .selectFrom('account_links')
    .select('agent_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.agent_id
}

/** False when somebody else was quicker. */
export async function takeLink(trx: Queries, tokenHash: Buffer, now: Date): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('account_links')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numDeletedRows === 1n
}
