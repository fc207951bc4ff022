import { type CannedResponse, ChatError } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { isUniqueViolation } from '../database/errors.ts'
import { groupExists } from '../groups/find-group.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import {
  type CannedResponseRow,
  countUse,
  deleteCannedResponse,
  findCannedResponse,
  insertCannedResponse,
  listCannedResponses as select,
  type Reader,
  updateCannedResponse,
} from './canned-response-store.ts'

type CannedServices = Pick<Services, 'database' | 'clock'>
export type CannedFields = Omit<CannedResponse, 'id' | 'uses'>
/** With what is not usual left out. */
export type NewCannedResponse = Pick<CannedFields, 'title' | 'content' | 'category' | 'tags' | 'shortcut'> &
  Partial<CannedFields>
export type CannedResponseChange = { [K in keyof CannedFields]?: CannedFields[K] | undefined }
/** Who keeps them: an agent or a key; null: the product itself, for everybody. */
type Keeper = AgentSession | null

export async function insertCannedResponses(
  trx: Queries,
  responses: readonly NewCannedResponse[],
  now: Date,
): Promise<void> {
  for (const response of responses)
    await insertCannedResponse(trx, { ...columnsOf(whole(response), null), id: uuid(), created_at: now })
}

export async function addCannedResponse(
  { database, clock }: CannedServices,
  response: NewCannedResponse,
  keeper: Keeper = null,
): Promise<CannedResponse> {
  const fields = whole(response)
  await requirePlace(database.query, fields, keeper)
  const row = { ...columnsOf(fields, keeper), id: uuid(), created_at: clock.now() }
  return cannedResponseView(await insertCannedResponse(database.query, row).catch(refuseTakenShortcut))
}

export async function changeCannedResponse(
  services: CannedServices,
  id: string,
  change: CannedResponseChange,
  keeper: AgentSession,
): Promise<CannedResponse> {
  const { query } = services.database
  const before = await getCannedResponse(services, id, keeper)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after = { ...before, ...given }
  await requirePlace(query, after, keeper)
  await updateCannedResponse(query, id, columnsOf(after, keeper)).catch(refuseTakenShortcut)
  return getCannedResponse(services, id, keeper)
}

export async function getCannedResponse(
  { database }: Pick<Services, 'database'>,
  id: string,
  keeper: Keeper,
): Promise<CannedResponse> {
  const row = await findCannedResponse(database.query, id, readerOf(keeper))
  if (!row) throw new ChatError('not_found', `There is no canned response ${id}.`)
  return cannedResponseView(row)
}

export async function listCannedResponses(
  { database }: Pick<Services, 'database'>,
  keeper: Keeper,
  after: string | undefined,
  limit: number,
): Promise<CannedResponse[]> {
  return (await select(database.query, readerOf(keeper), after, limit)).map(cannedResponseView)
}

export async function removeCannedResponse(
  services: CannedServices,
  id: string,
  keeper: AgentSession,
): Promise<void> {
  await getCannedResponse(services, id, keeper)
  await deleteCannedResponse(services.database.query, id)
}

/** Somebody has taken it; what is taken often is offered first. */
export async function useCannedResponse(
  services: CannedServices,
  id: string,
  keeper: AgentSession,
): Promise<void> {
  await getCannedResponse(services, id, keeper)
  await countUse(services.database.query, id)
}

/** A key is nobody: it has none of its own, and sees those of all groups as an admin does. */
export function readerOf(keeper: Keeper): Reader {
  if (keeper === null) return null
  const { agentId, role, scopes } = keeper
  return { agentId, seesAllGroups: role === 'admin' || scopes !== undefined }
}

export function whole(response: NewCannedResponse): CannedFields {
  return { scope: 'everybody', groupId: null, language: null, attachments: [], ...response }
}

/** A group's belongs to a group that there is, and a key has nothing of its own. */
export async function requirePlace(
  query: Queries,
  { scope, groupId }: Pick<CannedFields, 'scope' | 'groupId'>,
  keeper: Keeper,
): Promise<void> {
  if (scope === 'personal' && (keeper === null || keeper.scopes !== undefined))
    refuse('scope', 'a key is nobody, and has none of its own')
  if (scope !== 'group') return
  if (groupId === null) refuse('groupId', 'name the group')
  if (!(await groupExists(query, groupId))) refuse('groupId', 'no such group')
}

export function columnsOf(fields: CannedFields, keeper: Keeper) {
  const { title, content, category, tags, shortcut, scope, groupId, language, attachments } = fields
  return {
    title,
    content,
    category,
    tags,
    shortcut,
    agent_id: scope === 'personal' ? (keeper?.agentId ?? null) : null,
    group_id: scope === 'group' ? groupId : null,
    language,
    attachments: JSON.stringify(attachments),
  }
}

function cannedResponseView(row: CannedResponseRow): CannedResponse {
  const { id, title, content, category, tags, shortcut, language, attachments, uses } = row
  return {
    id,
    title,
    content,
    category,
    tags,
    shortcut,
    scope: row.agent_id !== null ? 'personal' : row.group_id !== null ? 'group' : 'everybody',
    groupId: row.group_id,
    language,
    attachments,
    uses,
  }
}

function refuse(path: string, message: string): never {
  throw new ChatError('invalid_payload', `${path}: ${message}.`, { fields: [{ path, message }] })
}

function refuseTakenShortcut(error: unknown): never {
  if (!isUniqueViolation(error)) throw error
  throw new ChatError('name_taken', 'shortcut: another response has it.', {
    fields: [{ path: 'shortcut', message: 'another response has it' }],
  })
}
