import { record } from '../audit/record.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import type { ConversationRow } from './conversation-store.ts'

/**
 * An admin who opens what a verified person has said, and does not answer for it, leaves a trace; so does a program. Once an
 * hour for each person.
 */
export async function noteReading(
  services: Pick<Services, 'database' | 'clock' | 'keptAddress' | 'limiter' | 'limits'>,
  session: Session,
  row: Pick<ConversationRow, 'agent_id' | 'visitor_id' | 'visitor'>,
): Promise<void> {
  if (session.kind !== 'agent' || session.role !== 'admin') return
  if (row.visitor.external_id === null || row.agent_id === session.agentId) return
  const { limiter, limits } = services
  if ((await limiter.take(limits.readingsNoted, `${session.agentId}:${row.visitor_id}`)) > 0) return
  await record(services, session, { action: 'person.read', objectId: row.visitor_id })
}
