import { type RawBuilder, sql } from 'kysely'
import type { Audience } from './delivery/audience.ts'
import { type Session, visitorOf } from './session.ts'

/**
 * Who reaches which conversations. Visitors: their own. Agents: all; or, where an admin has said so, those of their groups,
 * those that they answer for, and those that are of no group and nobody's. It is said three times, for one that is known
 * (`mayReach`), as a condition of a query (`reachable`), and as who hears of it (`reachersOf`); `reach.test.ts` holds them
 * against each other.
 */

/** What of a conversation decides. */
export interface Placed {
  group_id: string | null
  agent_id: string | null
}

export interface Reacher {
  agentId: string
  /** The groups whose conversations alone are theirs; null: all. */
  onlyGroups: readonly string[] | null
}

/** Listen to all that everybody hears of conversations. */
const ALL = 'all'
/** Of no group, and nobody answers for it. */
const NOBODYS = 'nobodys'

/** The parts of all conversations that somebody hears of, besides those that they answer for. */
export function partsOf({ onlyGroups }: Pick<Reacher, 'onlyGroups'>): string[] {
  return onlyGroups === null ? [ALL] : [...onlyGroups, NOBODYS]
}

function partsWith({ group_id, agent_id }: Placed): string[] {
  if (group_id !== null) return [ALL, group_id]
  return agent_id === null ? [ALL, NOBODYS] : [ALL]
}

/** Every agent who reaches a conversation. */
export function reachersOf(conversation: Placed): [Audience, ...Audience[]] {
  const { agent_id: agent } = conversation
  const parts = partsWith(conversation).map((part) => ({ part }))
  return [...(agent === null ? [] : [{ agent }]), ...parts] as [Audience, ...Audience[]]
}

/** Those of them who watch the inbox. */
export function watchersOfInbox(conversation: Placed): [Audience, ...Audience[]] {
  return partsWith(conversation).map((inbox) => ({ inbox })) as [Audience, ...Audience[]]
}

export function mayReach(person: Reacher, conversation: Placed): boolean {
  if (person.onlyGroups === null || conversation.agent_id === person.agentId) return true
  const parts = new Set(partsOf(person))
  return partsWith(conversation).some((part) => parts.has(part))
}

/** Whether somebody may be given what is of a group: it is not to become theirs by being given. */
export function mayAnswerFor({ onlyGroups }: Pick<Reacher, 'onlyGroups'>, groupId: string | null): boolean {
  return onlyGroups === null || groupId === null || onlyGroups.includes(groupId)
}

/** Whose eyes a query reads with. */
export interface Eyes {
  /** Null: no visitor's. */
  visitorId: string | null
  /** Null: every conversation. */
  groupIds: readonly string[] | null
  /** Null where every conversation is seen. */
  agentId: string | null
}

/** The product's own, which speaks for nobody. */
export const ALL_EYES: Eyes = { visitorId: null, groupIds: null, agentId: null }

export function eyesOf(session: Session): Eyes {
  if (session.kind === 'visitor') return { ...ALL_EYES, visitorId: visitorOf(session) }
  const { onlyGroups, agentId } = session
  return onlyGroups === null ? ALL_EYES : { visitorId: null, groupIds: onlyGroups, agentId }
}

/** Whether these eyes see the conversation `c`, for a statement with parameters: visitor, groups and agent. */
export function reachableBy(visitor: string, groups: string, agent: string): string {
  return `(${visitor}::uuid is null or c.visitor_id = ${visitor}) and (${groups}::uuid[] is null
    or c.group_id = any(${groups}) or c.agent_id = ${agent}::uuid or c.group_id is null and c.agent_id is null)`
}

/** The same as a part of a query that is made each time; nothing is asked of who sees all. */
export function reachable({ visitorId, groupIds, agentId }: Eyes): RawBuilder<boolean> {
  if (visitorId !== null) return sql`c.visitor_id = ${visitorId}`
  if (groupIds === null) return sql`true`
  return sql`(c.group_id = any(${groupIds}::uuid[]) or c.agent_id = ${agentId}
    or c.group_id is null and c.agent_id is null)`
}

/**
 * Whether the visitor `v` is somebody to these eyes: they see one of the visitor's conversations, or there is none yet.
 */
export function reachablePerson(eyes: Eyes): RawBuilder<boolean> {
  if (eyes.groupIds === null && eyes.visitorId === null) return sql`true`
  return sql`(exists (select from conversations c where c.visitor_id = v.id and ${reachable(eyes)})
    or not exists (select from conversations c where c.visitor_id = v.id))`
}
