import type { AuditAction } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { appendEntry } from './audit-store.ts'

/** Who did it: an agent, an API key, or nobody whom we know. */
export type Actor = Pick<AgentSession, 'agentId' | 'name' | 'scopes'> | null

export interface Happening {
  action: AuditAction
  objectId?: string | null
  /** Names of fields, roles, scopes: nothing that people have said, and no secret. */
  detail?: Record<string, unknown>
  /** The IP address that it came from. */
  address?: string | null
}

type RecordServices = Pick<Services, 'database' | 'clock' | 'keptAddress'>

/** Writes down what was done. Whoever did it has no answer before it stands there. */
export async function record(services: RecordServices, actor: Actor, happening: Happening): Promise<void> {
  await recordIn(services.database.query, services, actor, happening)
}

/** The same, in the transaction in which it is done. */
export async function recordIn(
  query: Queries,
  { clock, keptAddress }: Pick<Services, 'clock' | 'keptAddress'>,
  actor: Actor,
  { action, objectId = null, detail = {}, address }: Happening,
): Promise<void> {
  await appendEntry(query, {
    at: clock.now(),
    actor_kind: actor === null ? 'system' : actor.scopes ? 'key' : 'agent',
    actor_id: actor?.agentId ?? null,
    actor_name: actor?.name ?? null,
    address: address === undefined || address === null ? null : keptAddress(address),
    action,
    object_id: objectId,
    detail,
  })
}
