import { type ApiKey, ChatError, type NewApiKeyReply, type Permission } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { newToken } from '../tokens.ts'
import {
  type ApiKeyRow,
  deleteApiKey,
  findApiKey,
  insertApiKey,
  listApiKeys as select,
  updateApiKey,
} from './api-key-store.ts'

type KeyServices = Pick<Services, 'database' | 'clock'>

interface ApiKeyFields {
  name?: string | undefined
  scopes?: Permission[] | undefined
  expiresAt?: string | null | undefined
}

/** Enough to tell keys apart, too little to guess the rest. */
const HINT_LENGTH = 10

/** Makes a key; this answer is the only one that it stands in. */
export async function addApiKey(
  { database, clock }: KeyServices,
  session: AgentSession,
  fields: { name: string; scopes: Permission[]; expiresAt: string | null },
): Promise<NewApiKeyReply> {
  const { token, tokenHash } = newToken('key')
  const row: ApiKeyRow = {
    id: uuid(),
    name: fields.name,
    token_hash: tokenHash,
    hint: token.slice(0, HINT_LENGTH),
    scopes: fields.scopes,
    created_by: session.agentId,
    created_at: clock.now(),
    expires_at: fields.expiresAt === null ? null : new Date(fields.expiresAt),
    last_used_at: null,
  }
  await insertApiKey(database.query, row)
  return { ...view(row), token }
}

export async function changeApiKey(
  { database }: KeyServices,
  id: string,
  { expiresAt, ...fields }: ApiKeyFields,
): Promise<ApiKey> {
  const change = {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    ...(expiresAt !== undefined && { expires_at: expiresAt === null ? null : new Date(expiresAt) }),
  }
  return view((await updateApiKey(database.query, id, change)) ?? missing(id))
}

export async function getApiKey({ database }: KeyServices, id: string): Promise<ApiKey> {
  return view((await findApiKey(database.query, id)) ?? missing(id))
}

export async function listApiKeys(
  { database }: KeyServices,
  after: string | undefined,
  limit: number,
): Promise<ApiKey[]> {
  return (await select(database.query, after, limit)).map(view)
}

/** It opens nothing any more, from the next request on. */
export async function removeApiKey({ database }: KeyServices, id: string): Promise<void> {
  if (!(await deleteApiKey(database.query, id))) missing(id)
}

function view(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    hint: row.hint,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}

function missing(id: string): never {
  throw new ChatError('not_found', `There is no API key ${id}.`)
}
