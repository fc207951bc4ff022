import type { AuditAction, Permission, WebhookEvent } from '@biometrics/chat-protocol'
import type { Generated } from 'kysely'

/** The tables of what lets people and programs in and tells them things. */
export interface SecurityTables {
  vault_keys: VaultKeyTable
  api_keys: ApiKeyTable
  audit_log: AuditTable
  agent_sessions: AgentSessionTable
  recovery_codes: { agent_id: string; code_hash: Buffer }
  account_links: { token_hash: Buffer; agent_id: string; expires_at: Date }
  agent_identities: { issuer: string; subject: string; agent_id: string }
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

interface AgentSessionTable {
  token_hash: Buffer
  /** Names it to its owner, who ends it by this. */
  id: Generated<string>
  agent_id: string
  created_at: Date
  expires_at: Date
  /** To a few minutes. */
  last_used_at: Generated<Date>
  proven_at: Generated<Date>
  user_agent: Generated<string | null>
  address: Generated<string | null>
  by_provider: Generated<boolean>
}

interface AuditTable {
  seq: number
  at: Date
  actor_kind: 'agent' | 'key' | 'system'
  actor_id: string | null
  actor_name: string | null
  address: string | null
  action: AuditAction
  object_id: string | null
  detail: Record<string, unknown>
  hash: Buffer
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
  event: Exclude<WebhookEvent, 'ping' | 'metrics.breach'>
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
