import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type AuditRow = Selectable<Schema['audit_log']>

export async function appendEntry(query: Queries, entry: Omit<AuditRow, 'seq' | 'hash'>): Promise<void> {
  await sql`select append_audit(${entry.at}, ${entry.actor_kind}, ${entry.actor_id}, ${entry.actor_name},
    ${entry.address}, ${entry.action}, ${entry.object_id}, ${JSON.stringify(entry.detail)}::jsonb)`.execute(
    query,
  )
}

export interface AuditFilter {
  action?: AuditRow['action'] | undefined
  actorId?: string | undefined
  objectId?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/** Newest first, below a position. */
export async function listEntries(
  query: Queries,
  filter: AuditFilter,
  before: number | undefined,
  limit: number,
): Promise<AuditRow[]> {
  let rows = filtered(query.selectFrom('audit_log').selectAll(), filter)
  if (before !== undefined) rows = rows.where('seq', '<', before)
  return rows.orderBy('seq', 'desc').limit(limit).execute()
}

function filtered<T>(rows: SelectQueryBuilder<Schema, 'audit_log', T>, filter: AuditFilter) {
  let found = rows
  if (filter.action) found = found.where('action', '=', filter.action)
  if (filter.actorId) found = found.where('actor_id', '=', filter.actorId)
  if (filter.objectId) found = found.where('object_id', '=', filter.objectId)
  if (filter.from) found = found.where('at', '>=', filter.from)
  if (filter.to) found = found.where('at', '<', filter.to)
  return found
}

export interface Chain {
  entries: number
  last_seq: number | null
  last_hash: Buffer | null
  first_broken: number | null
}

/** Walks the chain: an entry is right when its number and its hash follow from the one before. */
export async function walkChain(query: Queries): Promise<Chain> {
  const { rows } = await sql<Chain>`
    with chain as (
      select seq, hash,
        seq = row_number() over (order by seq)
          and hash = audit_hash(a, coalesce(lag(hash) over (order by seq), '')) as is_right
      from audit_log a
    )
    select count(*) as entries, max(seq) as last_seq, min(seq) filter (where not is_right) as first_broken,
      (select hash from audit_log order by seq desc limit 1) as last_hash
    from chain`.execute(query)
  return rows[0] as Chain
}

export async function findHash(query: Queries, seq: number): Promise<Buffer | undefined> {
  const row = await query.selectFrom('audit_log').select('hash').where('seq', '=', seq).executeTakeFirst()
  return row?.hash
}
