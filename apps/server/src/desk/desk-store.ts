import { type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type DeskItemRow = Selectable<Schema['desk_items']>
export type DeskItemKind = DeskItemRow['kind']

/** Everybody's and the agent's own, in the order in which they were made. */
export async function listItems(
  query: Queries,
  kind: DeskItemKind,
  agentId: string,
  after: string | undefined,
  limit: number,
): Promise<DeskItemRow[]> {
  let rows = query
    .selectFrom('desk_items')
    .selectAll()
    .where('kind', '=', kind)
    .where(sql<boolean>`(agent_id is null or agent_id = ${agentId})`)
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

/** With somebody else's it is as if there were none. */
export async function findItem(
  query: Queries,
  kind: DeskItemKind,
  agentId: string,
  id: string,
): Promise<DeskItemRow | undefined> {
  return query
    .selectFrom('desk_items')
    .selectAll()
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where(sql<boolean>`(agent_id is null or agent_id = ${agentId})`)
    .executeTakeFirst()
}

export async function countOwn(query: Queries, kind: DeskItemKind, agentId: string | null): Promise<number> {
  const { count } = await query
    .selectFrom('desk_items')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('kind', '=', kind)
    .where(sql<boolean>`agent_id is not distinct from ${agentId}`)
    .executeTakeFirstOrThrow()
  return count
}

export async function writeItem(query: Queries, row: DeskItemRow): Promise<void> {
  const values = { ...row, content: JSON.stringify(row.content) }
  const { id: _, ...change } = values
  await query
    .insertInto('desk_items')
    .values(values)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute()
}

export async function deleteItem(query: Queries, id: string): Promise<void> {
  await query.deleteFrom('desk_items').where('id', '=', id).execute()
}
