import type { Queries } from '../database/database.ts'
import { findDefaultGroupId, findGroup, insertMember } from './group-store.ts'

/** Where conversations without a group go, and what new agents join. */
export const findDefaultGroup = findDefaultGroupId

export async function groupExists(query: Queries, id: string): Promise<boolean> {
  return (await findGroup(query, id)) !== undefined
}

export async function joinDefaultGroup(query: Queries, agentId: string): Promise<void> {
  const groupId = await findDefaultGroupId(query)
  if (groupId !== null) await insertMember(query, groupId, agentId)
}
