import type { Queries } from '../database/database.ts'

export async function findIdentity(
  query: Queries,
  issuer: string,
  subject: string,
): Promise<string | undefined> {
  const row = await query
    .selectFrom('agent_identities')
    .select('agent_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.agent_id
}

/** Whether this agent comes as somebody else of the same issuer. */
export async function hasIdentity(query: Queries, issuer: string, agentId: string): Promise<boolean> {
  const row = await query
    .selectFrom('agent_identities')
    .select('subject')
    .where('issuer', '=', issuer)
    .where('agent_id', '=', agentId)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertIdentity(
  trx: Queries,
  row: { issuer: string; subject: string; agent_id: string },
): Promise<void> {
  await trx.insertInto('agent_identities').values(row).execute()
}
