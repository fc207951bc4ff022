import type { Permission, WebhookEvent } from '@biometrics/chat-protocol'
import type { Generated } from 'kysely'

/** The tables of what lets people and programs in and tells them things. */
export interface SecurityTables {
  vault_keys: VaultKeyTable
  api_keys: ApiKeyTable
  tickets: { token_hash: Buffer; session_hash: Buffer; expires_at: Date }
  webhooks: WebhookTable
  outbox: OutboxTable
  webhook_deliveries: WebhookDeliveryTable
}

interface VaultKeyTable {
  id: string
  key: Buffer
  is_sealed: boolean
  created_at: Date
}

interface ApiKeyTable {
  id: string
  name: string
  token_hash: Buffer
  hint: string
  scopes: Permission[]
  created_by: string | null
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
}

interface WebhookTable {
  id: string
  url: string
  description: string
  events: WebhookEvent[]
  is_active: boolean
  /** Sealed. */
  secret: string
  previous_secret: string | null
  previous_secret_until: Date | null
  failures: Generated<number>
  paused_until: Date | null
  created_at: Date
}

interface OutboxTable {
  id: Generated<number>
  event: Exclude<WebhookEvent, 'ping'>
  conversation_id: string
  message_id: string | null
  created_at: Date
}

interface WebhookDeliveryTable {
  id: string
  webhook_id: string
  event_id: string
  event: WebhookEvent
  conversation_id: string | null
  body: string
  status: 'waiting' | 'delivered' | 'failed'
  attempts: Generated<number>
  next_attempt_at: Date | null
  claimed_until: Date | null
  response_status: number | null
  error: string | null
  duration_ms: number | null
  created_at: Date
  finished_at: Date | null
}
