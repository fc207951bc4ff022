import { z } from 'zod'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { PERMISSIONS, type Permission, permission } from './permissions.ts'
import { label } from './text.ts'

/** Keys make no keys, so that one that leaks cannot make itself stay; and what is erased does not come back. */
const NEVER_BY_KEY: readonly Permission[] = ['api-keys:read', 'api-keys:write', 'people:erase']

/** What a key may do: permissions by their names. */
export const API_KEY_SCOPES = PERMISSIONS.filter((name) => !NEVER_BY_KEY.includes(name))
export const apiKeyScope = permission.refine((name) => !NEVER_BY_KEY.includes(name), {
  error: 'is not for API keys',
})

/** What a key may do when nothing is said: talk, and read what is needed for it. */
const SCOPES_BY_DEFAULT: Permission[] = [
  'conversations:read',
  'conversations:write',
  'uploads:write',
  'canned-responses:read',
  'agents:read',
  'groups:read',
  'calendars:read',
  'settings:read',
  'metrics:read',
]

export const apiKey = z
  .object({
    id,
    name: z.string(),
    scopes: z.array(permission),
    hint: z.string().describe('the first characters of the key'),
    createdBy: id.nullable().describe('the admin who made it; null when they are gone'),
    createdAt: timestamp,
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable().describe('to the minute'),
  })
  .meta({ id: 'ApiKey' })

/** The only answer that holds the key itself. */
export const newApiKeyReply = z
  .object({ ...apiKey.shape, token: z.string().describe('the key; it is not shown again') })
  .meta({ id: 'NewApiKey' })

const fields = {
  name: label(LIMITS.titleLength),
  scopes: z.array(apiKeyScope).min(1).max(PERMISSIONS.length),
  expiresAt: timestamp.nullable(),
}
export const newApiKey = z.strictObject({
  name: fields.name,
  scopes: fields.scopes.default(SCOPES_BY_DEFAULT),
  expiresAt: fields.expiresAt.default(null),
})
export const apiKeyChange = z.strictObject(fields).partial()

export type ApiKey = z.infer<typeof apiKey>
export type NewApiKeyReply = z.infer<typeof newApiKeyReply>
