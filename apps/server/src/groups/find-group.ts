import { ChatError } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import { findDefaultGroupId, findGroup, insertMember, listGroupNames } from './group-store.ts'

/** Where conversations without a group go, and what new agents join. */
export const findDefaultGroup = findDefaultGroupId

/** A group's name, or null where there is none of this id. */
export async function findGroupName(query: Queries, id: string): Promise<string | null> {
  return (await findGroup(query, id))?.name ?? null
}

/** Of these ids, the groups that there are, in the order of the ids. */
export async function findGroupNames(
  query: Queries,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const names = new Map(
    (ids.length > 0 ? await listGroupNames(query, ids) : []).map(({ id, name }) => [id, name]),
  )
  return ids.flatMap((id) => {
    const name = names.get(id)
    return name === undefined ? [] : [{ id, name }]
  })
}

export async function groupExists(query: Queries, id: string): Promise<boolean> {
  return (await findGroup(query, id)) !== undefined
}

export async function joinDefaultGroup(query: Queries, agentId: string): Promise<void> {
  const groupId = await findDefaultGroupId(query)
  if (groupId !== null) await insertMember(query, groupId, agentId)
}

/** For a filter that names a group which must be there. */
export async function requireGroup(query: Queries, id: string): Promise<void> {
  if (await groupExists(query, id)) return
  throw new ChatError('not_found', 'groupId: no such group.', {
    fields: [{ path: 'groupId', message: 'no such group' }],
  })
}
