import type {
  Upload,
  WidgetSettings,
  BotKind,
  Flow,
  HandOverReason,
  AgentStatus,
  AssignmentReason,
  ClosedReason,
  ConversationStatus,
  FormField,
  Holiday,
  MessageContent,
  MessageType,
  Priority,
  Reach,
  Role,
  SenderType,
  Visibility,
  WeekHours,
} from '@biometrics/chat-protocol'
import type { ColumnType, Generated } from 'kysely'
import type { DeskTables } from './desk-tables.ts'
import type { MetricsTables } from './metrics-tables.ts'
import type { SecurityTables } from './security-tables.ts'

/** The tables as Kysely sees them; `migrations/` makes them. */
export interface Schema extends SecurityTables, MetricsTables, DeskTables {
  log_epoch: { id: Generated<number>; epoch: string; fingerprint: string }
  setup_tokens: SetupTokenTable
  agents: AgentTable
  groups: GroupTable
  group_members: { group_id: string; agent_id: string; max_chats: Generated<number | null> }
  apps: AppTable
  visitors: VisitorTable
  visitor_sessions: VisitorSessionTable
  conversations: ConversationTable
  messages: MessageTable
  attachments: AttachmentTable
  canned_responses: CannedResponseTable
  bots: BotTable
  bot_flow_versions: BotFlowVersionTable
  bot_conversations: BotConversationTable
  bot_models: BotModelTable
  bot_webhooks: BotWebhookTable
  language_models: LanguageModelTable
  model_usage: ModelUsageTable
  bot_promises: { token_hash: Buffer; conversation_id: string; until: Date }
  bot_answers: BotAnswerTable
  articles: ArticleTable
  unanswered_questions: UnansweredQuestionTable
  assignments: AssignmentTable
  settings: SettingsTable
  calendars: CalendarTable
}

interface SettingsTable {
  id: Generated<number>
  away_after_minutes: number | null
  answered_keep_minutes: number
  require_second_factor: Generated<boolean>
}

/** Written as a string of JSON, read as a value. */
type Json<T> = ColumnType<T, string, string>

interface SetupTokenTable {
  token_hash: Buffer
  created_at: Date
}

interface AgentTable {
  id: string
  name: string
  email: string
  /** Null: invited, or signing in at the company's provider. */
  password_hash: string | null
  role: Role
  /** Whether they reach every conversation or those of their groups only; admins every one, whatever stands here. */
  reach: Generated<Reach>
  /** What the agent chose; it counts while a socket is connected. */
  chosen_status: AgentStatus
  /** Prolonged by the node that holds a socket of the agent; past it the agent is offline. */
  connected_until: Date | null
  max_chats: number
  skills: Generated<string[]>
  languages: Generated<string[]>
  /** A path of the uploads. */
  picture: Generated<string | null>
  /** When a device last said that a person uses it, and whether that is too long ago. */
  active_at: Generated<Date | null>
  is_idle: Generated<boolean>
  /** The status that somebody has drawn the consequences of, and since when it is so. */
  noticed_status: Generated<AgentStatus>
  status_since: Generated<Date | null>
  /** The last time a conversation came or went. */
  idle_since: Generated<Date | null>
  created_at: Date
  deactivated_at: Generated<Date | null>
  /** Sealed; the pending one has not been proven by a code yet. */
  totp_secret: Generated<string | null>
  totp_pending: Generated<string | null>
  /** A bigint, which comes as a number; see database.ts. */
  totp_step: Generated<number | null>
}

interface GroupTable {
  id: string
  name: string
  /** New agents join it, and conversations without a group go there. */
  is_default: boolean
  routing: Generated<'automatic' | 'manual'>
  skills: Generated<string[]>
  match_language: Generated<boolean>
  relax_after_seconds: Generated<number | null>
  overflow_group_id: Generated<string | null>
  overflow_after_minutes: Generated<number | null>
  overflow_when_nobody_online: Generated<boolean>
  greeting: Generated<string | null>
  offer_timeout_minutes: Generated<number | null>
  silence_minutes: Generated<number | null>
  auto_close_minutes: Generated<number | null>
  calendar_id: Generated<string | null>
  created_at: Date
}

interface AppTable {
  id: string
  app_id: string
  name: string
  allowed_origins: string[]
  position: 'bottom-right' | 'bottom-left'
  color: string
  greeting: string | null
  language: string | null
  previous_agent_first: Generated<boolean>
  reopen_days: Generated<number>
  close_form: ColumnType<FormField[] | null, string | null | undefined, string | null>
  calendar_id: Generated<string | null>
  message_when_nobody_online: Generated<boolean>
  keep_conversations_days: Generated<number | null>
  keep_files_days: Generated<number | null>
  widget: ColumnType<Partial<WidgetSettings>, string | undefined, string>
  identity_secret: string
  previous_identity_secret: Generated<string | null>
  identity_policy: Generated<'optional' | 'strict' | 'required'>
  created_at: Date
}

interface VisitorTable {
  id: string
  app_uuid: string
  external_id: string | null
  name: string | null
  email: string | null
  phone: string | null
  attributes: Json<Record<string, unknown>>
  language: string | null
  time_zone: string | null
  page: Json<{ url: string; title: string | null; referrer: string | null } | null>
  /** As the browser called itself when it came last. */
  user_agent: Generated<string | null>
  created_at: Date
  last_seen_at: Date
}

interface VisitorSessionTable {
  token_hash: Buffer
  visitor_id: string
  /** The hours that the page gives, in the text form; null: those of group and app. */
  page_hours: string | null
  created_at: Date
  expires_at: Date
}

interface ConversationTable {
  id: string
  app_uuid: string
  visitor_id: string
  client_id: string
  status: ConversationStatus
  subject: string | null
  prechat: Json<Record<string, unknown>>
  group_id: string | null
  agent_id: string | null
  priority: Priority
  tags: Generated<string[]>
  last_seq: Generated<number>
  last_public_seq: Generated<number>
  agent_read_seq: Generated<number>
  visitor_read_seq: Generated<number>
  agent_unread: Generated<number>
  visitor_unread: Generated<number>
  created_at: Date
  updated_at: Date
  /** The same without what only agents may know, so that a note cannot be guessed from its time. */
  public_updated_at: Date
  /** Since when it waits; the queue is in the order of `rank_at`, then of this. */
  queued_at: Date | null
  rank_at: Date | null
  skills: Generated<string[]>
  language: Generated<string | null>
  snoozed_until: Generated<Date | null>
  is_message: Generated<boolean>
  /** The hours of the page it was begun on, in the text form. */
  page_hours: Generated<string | null>
  /** A message for which nobody is sought before it opens. */
  waits_for_opening: Generated<boolean>
  /** Since when it does not count against capacity. */
  parked_at: Generated<Date | null>
  /** Where it ended when its agent got it: what that agent says after it is an answer. */
  assigned_seq: Generated<number | null>
  /** Prolonged by the node that holds a socket of the visitor, while the conversation waits. */
  visitor_until: Generated<Date | null>
  /** The next moment at which something may have to be done with it. */
  due_at: Generated<Date | null>
  /** The visitor has been told that they wait. */
  queue_told: Generated<boolean>
  /** Who gave it back, and does not get it again at once. */
  avoid_agent_id: Generated<string | null>
  /** What was told when it was queued. */
  estimated_seconds: Generated<number | null>
  assigned_at: Date | null
  first_response_at: Date | null
  closed_at: Date | null
  resolved: boolean | null
  closed_reason: Generated<ClosedReason | null>
  closing_form: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>
  rating: 1 | 2 | 3 | 4 | 5 | null
  rating_comment: string | null
  rated_at: Generated<Date | null>
}

interface MessageTable {
  id: string
  conversation_id: string
  /** The agents' position. */
  seq: number
  /** The visitor's position; null for a note. */
  public_seq: number | null
  client_id: string | null
  sender_id: string
  sender_type: SenderType
  sender_name: string | null
  type: MessageType
  content: Json<MessageContent>
  visibility: Visibility
  reply_to: string | null
  created_at: Date
}

interface AttachmentTable {
  id: string
  name: string
  size: number
  mime_type: string
  width: number | null
  height: number | null
  uploader_type: 'user' | 'agent'
  uploader_id: string
  is_kept: Generated<boolean>
  created_at: Date
}

interface CannedResponseTable {
  id: string
  title: string
  content: string
  category: string
  tags: string[]
  shortcut: string
  /** Whose own it is; with this and the group null it is everybody's. */
  agent_id: Generated<string | null>
  group_id: Generated<string | null>
  language: Generated<string | null>
  attachments: ColumnType<Upload[], string | undefined, string>
  uses: Generated<number>
  created_at: Date
}

interface AssignmentTable {
  id: string
  conversation_id: string
  at: Date
  reason: AssignmentReason
  from_agent_id: string | null
  from_agent_name: string | null
  from_group_id: string | null
  from_group_name: string | null
  to_agent_id: string | null
  to_agent_name: string | null
  to_group_id: string | null
  to_group_name: string | null
  by_agent_id: string | null
  by_name: string | null
  detail: string | null
  waited_seconds: number | null
  estimated_seconds: number | null
  held_seconds: number | null
  /** It waited as a message that was left outside hours. */
  was_message: Generated<boolean>
  /** Of one that was closed. */
  resolved: Generated<boolean | null>
}

interface CalendarTable {
  id: string
  name: string
  time_zone: string
  hours: Json<WeekHours>
  holidays: Json<Holiday[]>
  created_at: Date
}

interface BotTable {
  app_uuid: string
  kind: BotKind
  name: string
  turn_limit: number
  visitor_turns_per_hour: number
  app_turns_per_day: number
  answer_at: number
  offer_at: number
  draft: Json<Flow | null>
  draft_updated_at: Date | null
  flow_version: number | null
  training_requested_at: Date | null
  training_until: Date | null
  training_error: string | null
}

interface BotWebhookTable {
  app_uuid: string
  url: string
  secret: string
  previous_secret: string | null
  previous_secret_until: Date | null
}

interface LanguageModelTable {
  app_uuid: string
  base_url: string
  model: string
  api_key: string | null
  masks: boolean
  /** A bigint, which comes as text. */
  tokens_per_month: string
  cost_per_month: number | null
  input_price: number
  output_price: number
  failed_at: Date | null
  failure: string | null
}

interface ModelUsageTable {
  app_uuid: string
  day: string
  purpose: string
  requests: number
  failures: number
  input_tokens: string
  output_tokens: string
  cost: number
}

interface BotFlowVersionTable {
  app_uuid: string
  version: number
  flow: Json<Flow>
  note: string
  published_at: Date
  published_by: string | null
}

interface BotConversationTable {
  conversation_id: string
  app_uuid: string
  kind: BotKind
  flow_version: number | null
  is_leading: Generated<boolean>
  state: Json<Record<string, unknown> | null>
  answered_seq: number | null
  turns: Generated<number>
  guesses: Generated<number>
  claim: string | null
  claimed_until: Date | null
  started_at: Date
  handed_over_at: Date | null
  reason: HandOverReason | null
}

interface BotModelTable {
  app_uuid: string
  id: string
  model: Buffer
  trained_at: Date
  examples: number
  accuracy: number | null
}

interface BotAnswerTable {
  id: string
  conversation_id: string
  article_id: string
  confidence: number
  helpful: boolean | null
  at: Date
}

interface ArticleTable {
  id: string
  app_uuid: string
  title: string
  body: string
  questions: string[]
  language: string | null
  is_published: boolean
  source: string | null
  created_at: Date
  updated_at: Date
}

interface UnansweredQuestionTable {
  id: string
  app_uuid: string
  conversation_id: string
  question: string
  article_id: string | null
  confidence: number
  at: Date
  dismissed_at: Date | null
}
