import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export interface GroupRow extends Selectable<Schema['groups']> {
  members: Member[]
}

export interface Member {
  agentId: string
  /** How many conversations of the group at once; null: as many as the agent takes at all. */
  maxChats: number | null
}

export type GroupChange = Omit<Updateable<Schema['groups']>, 'id'>

function select(query: Queries) {
  return query
    .selectFrom('groups')
    .selectAll()
    .select(
      sql<Member[]>`coalesce((
        select jsonb_agg(jsonb_build_object('agentId', m.agent_id, 'maxChats', m.max_chats) order by m.agent_id)
        from group_members m where m.group_id = groups.id
      ), '[]')`.as('members'),
    )
}

export async function findGroup(query: Queries, id: string): Promise<GroupRow | undefined> {
  return select(query).where('id', '=', id).executeTakeFirst()
}

export async function listGroupNames(query: Queries, ids: readonly string[]) {
  return query.selectFrom('groups').select(['id', 'name']).where('id', 'in', ids).execute()
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

export async function insertGroup(query: Queries, row: Insertable<Schema['groups']>): Promise<void> {
  await query.insertInto('groups').values(row).execute()
}

export async function updateGroup(query: Queries, id: string, change: GroupChange): Promise<void> {
  if (Object.keys(change).length > 0)
    await query.updateTable('groups').set(change).where('id', '=', id).execute()
}

export async function replaceMembers(
  query: Queries,
  groupId: string,
  members: readonly Member[],
): Promise<void> {
  await query.deleteFrom('group_members').where('group_id', '=', groupId).execute()
  const byAgent = new Map(members.map((member) => [member.agentId, member]))
  const rows = [...byAgent.values()].map(({ agentId, maxChats }) => ({
    group_id: groupId,
    agent_id: agentId,
    max_chats: maxChats,
  }))
  if (rows.length > 0) await query.insertInto('group_members').values(rows).execute()
}

export async function insertMember(query: Queries, groupId: string, agentId: string): Promise<void> {
  await query.insertInto('group_members').values({ group_id: groupId, agent_id: agentId }).execute()
}

export async function deleteGroup(query: Queries, id: string): Promise<boolean> {
  const { numDeletedRows } = await query.deleteFrom('groups').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}
