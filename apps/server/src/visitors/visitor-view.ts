import type { Visitor } from '@biometrics/chat-protocol'
import type { Selectable } from 'kysely'
import type { Schema } from '../database/schema.ts'

/** A visitor as agents and the visitor see them; verified means that the customer's site proved the external id. */
export function visitorView(row: Selectable<Schema['visitors']>): Visitor {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    attributes: row.attributes,
    verified: row.external_id !== null,
    externalId: row.external_id,
    language: row.language,
    timeZone: row.time_zone,
    page: row.page,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  }
}
