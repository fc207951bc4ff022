import { ChatError, type Group, type GroupBody } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { listOpenOf } from '../conversations/list-open-of.ts'
import { lookAtGroup } from '../conversations/look-at.ts'
import type { Queries } from '../database/database.ts'
import { isForeignKeyViolation, isUniqueViolation } from '../database/errors.ts'
import type { Services } from '../services.ts'
import {
  deleteGroup,
  findGroup,
  type GroupChange,
  type GroupRow,
  insertGroup,
  type Member,
  replaceMembers,
  listGroups as select,
  updateGroup,
} from './group-store.ts'
import { groupView } from './group-view.ts'

type GroupServices = Pick<Services, 'database' | 'clock' | 'availability'>

export async function insertDefaultGroup(trx: Queries, name: string, now: Date): Promise<void> {
  await insertGroup(trx, { id: uuid(), name, is_default: true, created_at: now })
}

export async function addGroup(
  { database, clock, availability }: GroupServices,
  { name, ...fields }: GroupBody & { name: string },
): Promise<Group> {
  const id = uuid()
  const row = await database.query
    .transaction()
    .execute(async (trx) => {
      await insertGroup(trx, { id, name, is_default: false, created_at: clock.now() })
      await write(trx, id, fields)
      return findGroup(trx, id)
    })
    .catch(refuseGroup)
  await availability.changed()
  return groupView(row as GroupRow)
}

export async function changeGroup(
  { database, clock, availability, router }: GroupServices & Pick<Services, 'router'>,
  id: string,
  fields: GroupBody,
): Promise<Group> {
  const row = await database.query
    .transaction()
    .execute(async (trx) => {
      if (!(await findGroup(trx, id))) missingGroup(id)
      await write(trx, id, fields)
      return findGroup(trx, id)
    })
    .catch(refuseGroup)
  await availability.changed()
  await lookAtGroup(database.query, id, clock.now())
  void router.routeGroup(id)
  return groupView(row as GroupRow)
}

export async function getGroup({ database }: Pick<Services, 'database'>, id: string): Promise<Group> {
  return groupView((await findGroup(database.query, id)) ?? missingGroup(id))
}

export async function listGroups(
  { database }: Pick<Services, 'database'>,
  after: string | undefined,
  limit: number,
): Promise<Group[]> {
  return (await select(database.query, after, limit)).map(groupView)
}

/** The default group stays: conversations without a group go there. What was in it is of no group from then on. */
export async function removeGroup(
  { database, availability, activity }: GroupServices & Pick<Services, 'activity'>,
  id: string,
): Promise<void> {
  const group = (await findGroup(database.query, id)) ?? missingGroup(id)
  if (group.is_default) throw new ChatError('in_use', 'The default group cannot be removed.')
  const open = await listOpenOf(database.query, id)
  await deleteGroup(database.query, id)
  for (const conversationId of open) activity.touch(conversationId, 'agents')
  activity.touchCounts()
  await availability.changed()
}

async function write(trx: Queries, id: string, fields: GroupBody): Promise<void> {
  if (fields.overflowGroupId === id) refuse('overflowGroupId', 'must be another group')
  if (fields.overflowGroupId && !(await findGroup(trx, fields.overflowGroupId)))
    refuse('overflowGroupId', 'no such group')
  await updateGroup(trx, id, columnsOf(fields))
  const members = membersOf(fields)
  if (members) await replaceMembers(trx, id, members)
}

function membersOf({ members, agentIds }: GroupBody): Member[] | undefined {
  return members ?? agentIds?.map((agentId) => ({ agentId, maxChats: null }))
}

const COLUMNS = {
  name: 'name',
  routing: 'routing',
  skills: 'skills',
  matchLanguage: 'match_language',
  relaxAfterSeconds: 'relax_after_seconds',
  overflowGroupId: 'overflow_group_id',
  overflowAfterMinutes: 'overflow_after_minutes',
  overflowWhenNobodyOnline: 'overflow_when_nobody_online',
  greeting: 'greeting',
  offerTimeoutMinutes: 'offer_timeout_minutes',
  silenceMinutes: 'silence_minutes',
  autoCloseMinutes: 'auto_close_minutes',
  calendarId: 'calendar_id',
} as const satisfies Partial<Record<keyof GroupBody, keyof GroupChange>>

function columnsOf(fields: GroupBody): GroupChange {
  const said = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter((name) => fields[name] !== undefined)
  return Object.fromEntries(said.map((name) => [COLUMNS[name], fields[name]]))
}

function refuse(path: string, message: string): never {
  throw new ChatError('invalid_payload', `${path}: ${message}.`, { fields: [{ path, message }] })
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
  if (isForeignKeyViolation(error, 'groups_calendar')) refuse('calendarId', 'no such calendar')
  if (isForeignKeyViolation(error)) {
    throw new ChatError('invalid_payload', 'members: one is no agent.', {
      fields: [{ path: 'members', message: 'one is no agent' }],
    })
  }
  throw error
}
