import type { Scanner } from './attachments/scan-file.ts'
import type { FileLinks } from './attachments/file-links.ts'
import type { FileStore } from './attachments/file-store.ts'
import type { Availability } from '@biometrics/chat-protocol'
import type { Door } from './availability/availability-store.ts'
import type { SessionTimes } from './agents/sessions.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Provider } from './oidc/provider.ts'
import type { Models } from './bot/knowledge/models.ts'
import type { Clock } from './clock/clock.ts'
import type { Database, Queries } from './database/database.ts'
import type { Deliver, HangUp } from './delivery/deliver.ts'
import type { Link } from './delivery/link.ts'
import type { AbuseLimits } from './limits/abuse-limits.ts'
import type { Limiter } from './limits/limiter.ts'
import type { Limits } from './limits/limits.ts'
import type { Queue } from './limits/queue.ts'
import type { BreachWatch } from './metrics/watch-breaches.ts'
import type { LiveWatch } from './metrics/watch-live.ts'
import type { MessageLog } from './messages/message-log.ts'
import type { Outbound } from './outbound/outbound.ts'
import type { Indexer } from './search/indexer.ts'
import type { Vault } from './vault/vault.ts'
import type { WebhookWorker } from './webhooks/webhook-worker.ts'
import type { Estimates } from './routing/estimates.ts'
import type { VisitorPresence } from './visitors/visitor-presence.ts'

/** What actions work with; each action names the parts that it needs. */
export interface Services {
  database: Database
  /** The same, for reports: they may take long, and must take nothing from the chat. */
  reports: Database
  clock: Clock
  deliver: Deliver
  hangUp: HangUp
  messageLog: MessageLog
  activity: Activity
  availability: AvailabilityService
  router: Router
  estimates: Estimates
  visitorPresence: Pick<VisitorPresence, 'keptUntil'>
  bots: Bots
  trainer: Trainer
  /** What the knowledge bots have learned. */
  models: Models
  /** Where people reach this installation; no slash at the end. */
  publicUrl(): string
  limiter: Limiter
  /** How long sign-ins last. */
  sessionTimes: SessionTimes
  /** An IP address as it may be kept. */
  keptAddress(address: string): string | null
  /** Null where the operator has named no mail server. */
  mailer: Mailer | null
  /** The company's own sign-in; null where there is none. */
  provider: Provider | null
  limits: Limits
  /** What keeps one from taking the chat from the others; null where nothing does. */
  abuse: AbuseLimits | null
  /** A limit of these was reached, on this node. */
  limited(limit: string): void
  /** Where those who come back read what they have missed, so many at once, so that a crowd leaves the database to the others. */
  reads: Queue
  /** How it stands with Redis; null where none is configured. */
  redis: Link | null
  files: FileStore
  /** Makes addresses of files that can be followed for a while. */
  fileLinks: FileLinks
  /** Null where none is named. */
  scanner: Scanner | null
  /** Seals secrets that must be kept readable. */
  vault: Vault
  /** The only way to addresses that others have chosen. */
  outbound: Outbound
  webhooks: Pick<WebhookWorker, 'wake'>
  liveWatch: Pick<LiveWatch, 'listen'>
  /** Makes what was said findable, by itself. */
  searchIndex: Pick<Indexer, 'catchUp'>
  breaches: Pick<BreachWatch, 'touch'>
  /** Once it has begun this node takes nobody in any more, and finishes what it has. */
  shutdown: { hasBegun: boolean }
  /** Names the log of messages; see the event `heads`. */
  epoch: string
}

/** Brings together who waits and who is free; each call resolves when there is nothing more to bring together. */
export interface Router {
  /** Somebody waits in the queue of this group, or its rules have changed. */
  routeGroup(groupId: string | null): Promise<void>
  /** An agent can take more than before. */
  routeAgent(agentId: string): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** Whether visitors are answered now. */
export interface AvailabilityService {
  /** How it stands at a door. */
  read(query: Queries, door: Door): Promise<Availability>
  /** Hours, agents or what an app wants have changed: resolves when the visitors of this node know. */
  changed(): Promise<void>
}

/** Who answers before people do; nothing here waits for an answer. */
export interface Bots {
  /** A visitor has said something that no agent answers for; it is committed. */
  heard(appUuid: string, conversationId: string): void
  /** A conversation has begun with a bot. */
  begun(conversationId: string): void
  /** An app has been given a bot, or another one. */
  lookNow(): Promise<void>
}

/** Teaches the knowledge bots, aside from the chat. */
export interface Trainer {
  /** Something is to be learned; without this it is found a little later. */
  wake(): void
}

/** Changes that are told together, some time after they happened. */
export interface Activity {
  /** A conversation's messages or read marks changed; a note must not stir the visitor's side. */
  touch(conversationId: string, who: 'everyone' | 'agents'): void
  /** Places in a group's queue changed, and with them the lists' counts. */
  touchQueue(groupId: string | null): void
  /** The number of conversations in some list changed. */
  touchCounts(): void
}
