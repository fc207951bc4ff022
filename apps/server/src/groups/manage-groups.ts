import { ChatError, type Group } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { isForeignKeyViolation, isUniqueViolation } from '../database/errors.ts'
import type { Services } from '../services.ts'
import {
  deleteGroup,
  findGroup,
  type GroupRow,
  insertGroup,
  renameGroup,
  replaceMembers,
  listGroups as select,
} from './group-store.ts'

type GroupServices = Pick<Services, 'database' | 'clock'>

export async function insertDefaultGroup(trx: Queries, name: string, now: Date): Promise<void> {
  await insertGroup(trx, { id: uuid(), name, is_default: true, created_at: now })
}

export async function addGroup(
  { database, clock }: GroupServices,
  { name, agentIds }: { name: string; agentIds: string[] },
): Promise<Group> {
  const id = uuid()
  const row = await database.query
    .transaction()
    .execute(async (trx) => {
      await insertGroup(trx, { id, name, is_default: false, created_at: clock.now() })
      await replaceMembers(trx, id, agentIds)
      return findGroup(trx, id)
    })
    .catch(refuseGroup)
  return groupView(row as GroupRow)
}

export async function changeGroup(
  { database }: GroupServices,
  id: string,
  { name, agentIds }: { name?: string | undefined; agentIds?: string[] | undefined },
): Promise<Group> {
  const row = await database.query
    .transaction()
    .execute(async (trx) => {
      if (!(await findGroup(trx, id))) missingGroup(id)
      if (name !== undefined) await renameGroup(trx, id, name)
      if (agentIds !== undefined) await replaceMembers(trx, id, agentIds)
      return findGroup(trx, id)
    })
    .catch(refuseGroup)
  return groupView(row as GroupRow)
}

export async function getGroup({ database }: GroupServices, id: string): Promise<Group> {
  return groupView((await findGroup(database.query, id)) ?? missingGroup(id))
}

export async function listGroups(
  { database }: GroupServices,
  after: string | undefined,
  limit: number,
): Promise<Group[]> {
  return (await select(database.query, after, limit)).map(groupView)
}

/** The default group stays: conversations without a group go there. */
export async function removeGroup({ database }: GroupServices, id: string): Promise<void> {
  const group = (await findGroup(database.query, id)) ?? missingGroup(id)
  if (group.is_default) throw new ChatError('in_use', 'The default group cannot be removed.')
  await deleteGroup(database.query, id)
}

function groupView(row: GroupRow): Group {
  return { id: row.id, name: row.name, agentIds: row.agent_ids }
}

function missingGroup(id: string): never {
  throw new ChatError('not_found', `There is no group ${id}.`)
}

function refuseGroup(error: unknown): never {
  if (isUniqueViolation(error)) {
    throw new ChatError('name_taken', 'name: another group has it.', {
      fields: [{ path: 'name', message: 'another group has it' }],
    })
  }
  if (isForeignKeyViolation(error)) {
    throw new ChatError('invalid_payload', 'agentIds: one is no agent.', {
      fields: [{ path: 'agentIds', message: 'one is no agent' }],
    })
  }
  throw error
}
