import { type Selectable, sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export interface GroupRow extends Selectable<Schema['groups']> {
  agent_ids: string[]
}

function select(query: Queries) {
  return query
    .selectFrom('groups')
    .selectAll()
    .select(
      sql<
        string[]
      >`array(select m.agent_id::text from group_members m where m.group_id = groups.id order by 1)`.as(
        'agent_ids',
      ),
    )
}

export async function findGroup(query: Queries, id: string): Promise<GroupRow | undefined> {
  return select(query).where('id', '=', id).executeTakeFirst()
}

export async function findDefaultGroupId(query: Queries): Promise<string | null> {
  const row = await query.selectFrom('groups').select('id').where('is_default', '=', true).executeTakeFirst()
  return row?.id ?? null
}

export async function listGroups(
  query: Queries,
  after: string | undefined,
  limit: number,
): Promise<GroupRow[]> {
  let rows = select(query).orderBy('id').limit(limit)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.execute()
}

export async function insertGroup(query: Queries, row: Selectable<Schema['groups']>): Promise<void> {
  await query.insertInto('groups').values(row).execute()
}

export async function renameGroup(query: Queries, id: string, name: string): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('groups')
    .set({ name })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function replaceMembers(
  query: Queries,
  groupId: string,
  agentIds: readonly string[],
): Promise<void> {
  await query.deleteFrom('group_members').where('group_id', '=', groupId).execute()
  const rows = [...new Set(agentIds)].map((agent_id) => ({ group_id: groupId, agent_id }))
  if (rows.length > 0) await query.insertInto('group_members').values(rows).execute()
}

export async function insertMember(query: Queries, groupId: string, agentId: string): Promise<void> {
  await query.insertInto('group_members').values({ group_id: groupId, agent_id: agentId }).execute()
}

export async function deleteGroup(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query.deleteFrom('groups').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}
