import type { Queries } from '../database/database.ts'

export async function insertTicket(
  query: Queries,
  ticket: { token_hash: Buffer; session_hash: Buffer; expires_at: Date },
): Promise<void> {
  await query.insertInto('tickets').values(ticket).execute()
}

/** Ends a ticket; the session that it was for, unless it came too late or was used already. */
export async function takeTicket(query: Queries, tokenHash: Buffer, now: Date): Promise<Buffer | null> {
  const row = await query
    .deleteFrom('tickets')
    .where('token_hash', '=', tokenHash)
    .returning(['session_hash', 'expires_at'])
    .executeTakeFirst()
  return row && row.expires_at > now ? row.session_hash : null
}

export async function deleteOldTickets(query: Queries, now: Date): Promise<void> {
  await query.deleteFrom('tickets').where('expires_at', '<=', now).execute()
}
