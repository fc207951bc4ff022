import { type CannedResponse, ChatError } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Queries } from '../database/database.ts'
import { isUniqueViolation } from '../database/errors.ts'
import type { Services } from '../services.ts'
import {
  type CannedResponseRow,
  deleteCannedResponse,
  findCannedResponse,
  insertCannedResponse,
  listCannedResponses as select,
  updateCannedResponse,
} from './canned-response-store.ts'

type CannedServices = Pick<Services, 'database' | 'clock'>
export type NewCannedResponse = Omit<CannedResponse, 'id'>
export type CannedResponseFields = { [K in keyof NewCannedResponse]?: NewCannedResponse[K] | undefined }

export async function insertCannedResponses(
  trx: Queries,
  responses: readonly NewCannedResponse[],
  now: Date,
): Promise<void> {
  for (const response of responses)
    await insertCannedResponse(trx, { ...response, id: uuid(), created_at: now })
}

export async function addCannedResponse(
  { database, clock }: CannedServices,
  response: NewCannedResponse,
): Promise<CannedResponse> {
  const row = { ...response, id: uuid(), created_at: clock.now() }
  await insertCannedResponse(database.query, row).catch(refuseTakenShortcut)
  return cannedResponseView(row)
}

export async function changeCannedResponse(
  services: CannedServices,
  id: string,
  fields: CannedResponseFields,
): Promise<CannedResponse> {
  const change = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  if (!(await updateCannedResponse(services.database.query, id, change).catch(refuseTakenShortcut)))
    missing(id)
  return getCannedResponse(services, id)
}

export async function getCannedResponse({ database }: CannedServices, id: string): Promise<CannedResponse> {
  return cannedResponseView((await findCannedResponse(database.query, id)) ?? missing(id))
}

export async function listCannedResponses(
  { database }: CannedServices,
  after: string | undefined,
  limit: number,
): Promise<CannedResponse[]> {
  return (await select(database.query, after, limit)).map(cannedResponseView)
}

export async function removeCannedResponse({ database }: CannedServices, id: string): Promise<void> {
  if (!(await deleteCannedResponse(database.query, id))) missing(id)
}

function cannedResponseView({ created_at: _, ...response }: CannedResponseRow): CannedResponse {
  return response
}

function missing(id: string): never {
  throw new ChatError('not_found', `There is no canned response ${id}.`)
}

function refuseTakenShortcut(error: unknown): never {
  if (!isUniqueViolation(error)) throw error
  throw new ChatError('name_taken', 'shortcut: another response has it.', {
    fields: [{ path: 'shortcut', message: 'another response has it' }],
  })
}
