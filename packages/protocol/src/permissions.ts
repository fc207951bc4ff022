import { z } from 'zod'
import type { Role } from './agent.ts'

/** What may be done, named by what it is done to. A role is a list of them, and so are the scopes of an API key. */
export const PERMISSIONS = [
  /** Conversations with their messages and notes, lists, the queue. */
  'conversations:read',
  /** Say something, take, hand on, close, tag. */
  'conversations:write',
  'uploads:write',
  'canned-responses:read',
  'canned-responses:write',
  /** Colleagues with their addresses. */
  'agents:read',
  'agents:write',
  'groups:read',
  'groups:write',
  /** Who answers first, flows, and what the bots were asked. */
  'bots:read',
  'bots:write',
  /** Speak as the bot, where a bot answers. */
  'bots:answer',
  /** What the knowledge bot answers from. */
  'articles:read',
  'articles:write',
  'calendars:read',
  'calendars:write',
  /** How conversations find their agents. */
  'settings:read',
  'settings:write',
  /** Apps with their secrets. */
  'apps:read',
  'apps:write',
  /** Live figures and reports. */
  'metrics:read',
  'webhooks:read',
  'webhooks:write',
  /** Find visitors, and give them what is kept of them. */
  'people:read',
  'people:erase',
  /** Who did what to the installation. */
  'audit:read',
  'api-keys:read',
  'api-keys:write',
] as const
export type Permission = (typeof PERMISSIONS)[number]
export const permission = z.enum(PERMISSIONS)

const AGENT: readonly Permission[] = [
  'conversations:read',
  'conversations:write',
  'uploads:write',
  'canned-responses:read',
  'canned-responses:write',
  'agents:read',
  'groups:read',
  'bots:read',
  'articles:read',
  'articles:write',
  'calendars:read',
  'settings:read',
  'metrics:read',
]

/** What each role may do, and nothing else. */
export const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  admin: new Set(PERMISSIONS),
  supervisor: new Set(AGENT),
  agent: new Set(AGENT),
  'read-only': new Set(AGENT.filter((permission) => permission.endsWith(':read'))),
}
