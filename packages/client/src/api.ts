import type {
  Agent,
  AgentPresence,
  AgentStatus,
  Assignment,
  Breach,
  CommandError,
  Conversation,
  Events,
  InboxCounts,
  LoginReply,
  Mention,
  MeReply,
  Message,
  NewMessage,
  PayloadInput,
  Priority,
  QueueReply,
  SessionReply,
  SessionRequest,
  Upload,
} from '@biometrics/chat-protocol'
import type { Timing } from './timing.ts'

/** What the headless clients offer to a screen. State is an immutable snapshot: read `state`, hear of a new one by `subscribe`. */

export type Connection =
  | { status: 'idle' }
  | { status: 'connecting' }
  | { status: 'online' }
  /** Lost; it comes back by itself. */
  | { status: 'offline'; since: number }
  /** Refused for good: the screen must say why or ask to sign in again. */
  | { status: 'refused'; error: CommandError }

/** `type` and `content` of a message together, and what may stand beside them. */
export type Draft = NewMessage extends infer M
  ? M extends { type: infer T; content: infer C }
    ? { type: T; content: C; replyTo?: string | undefined; visibility?: 'all' | 'note' | undefined }
    : never
  : never

/** A message without a ✓ yet. It survives a reload and is sent in order. */
export interface PendingMessage {
  clientId: string
  /** The conversation's id, or the clientId of a conversation that is itself still to be started. */
  conversationKey: string
  draft: Draft
  createdAt: number
  status: { name: 'waiting' } | { name: 'sending' } | { name: 'failed'; error: CommandError }
}

/** What the outbox keeps of a message. */
export interface OutboxEntry extends PendingMessage {
  /** Who wrote it; null when that was not known yet. Nobody else's name is put under it. */
  owner: string | null
  /** Set while the conversation itself is still to be started. */
  start?: StartFacts
}

export type StartFacts = Pick<PayloadInput<'conversation:start'>, 'prechat'>

/** `entry` is what is stored now; undefined: nothing. 'all': perhaps everything is different. */
export type OutboxChange = { clientId: string; entry: OutboxEntry | undefined } | 'all'

/**
 * Where messages without a ✓ lie, for all tabs of a browser. Every promise settles within seconds, and in the order of
 * the calls; one that rejects has changed nothing.
 */
export interface OutboxStorage {
  load(): Promise<OutboxEntry[]>
  put(entry: OutboxEntry): Promise<void>
  remove(clientId: string): Promise<void>
  /** Calls back when another tab has changed a message. */
  onChange(listener: (change: OutboxChange) => void): () => void
  close(): void
}

export interface TypingPerson {
  senderId: string
  senderType: Message['senderType']
  preview: string | undefined
  until: number
}

export interface Thread {
  conversation: Conversation
  /** Contiguous by seq, oldest first; the newest page and what was loaded above it. */
  messages: readonly Message[]
  history: 'unloaded' | 'loading' | 'partial' | 'complete'
  pending: readonly PendingMessage[]
  typing: readonly TypingPerson[]
}

export interface Store<State> {
  readonly state: State
  /** Calls back after each change; returns the function that unsubscribes (fits `useSyncExternalStore`). */
  subscribe(listener: () => void): () => void
}

export interface UploadOptions {
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
}

/** Common to both clients. Commands that fail reject with `CommandFailed`, whose `error` is the server's `CommandError`. */
export interface ThreadActions {
  /** Loads the newest page of a conversation (or catches up) and keeps it live. */
  open(conversationId: string): Promise<void>
  loadOlder(conversationId: string, limit?: number): Promise<void>
  /** Puts the message into the outbox and returns its clientId at once. */
  send(conversationKey: string, draft: Draft): string
  retry(clientId: string): void
  discard(clientId: string): void
  setTyping(conversationId: string, typing: boolean, preview?: string): void
  markRead(conversationId: string, seq: number): void
  upload(file: File | Blob, options?: UploadOptions & { name?: string }): Promise<Upload>
}

export interface VisitorState {
  connection: Connection
  /** Until the server has answered, session and conversations are what this browser knew of the last visit, if anything. */
  answered: boolean
  session: Omit<SessionReply, 'conversations' | 'visitorToken'> | null
  /** By conversation key: the id, or the clientId of one still to be started (see `starting`). */
  threads: Readonly<Record<string, Thread>>
  /** A conversation whose start has no ✓ yet: its clientId and what waits in it. */
  starting: { clientId: string; pending: readonly PendingMessage[] } | null
  /** The conversation id that each key given by `start` has become. */
  started: Readonly<Record<string, string>>
  unread: number
}

export interface VisitorClient extends Store<VisitorState>, ThreadActions {
  /** Opens the session and the socket; resolves when the session is there, rejects when it is refused for good. */
  connect(): Promise<void>
  /** Starts a conversation with a first message, through the outbox; returns the key to send more with. */
  start(draft: Draft, prechat?: Record<string, unknown>): string
  rate(conversationId: string, score: 1 | 2 | 3 | 4 | 5, comment?: string): Promise<Conversation>
  close(conversationId: string): Promise<Conversation>
  pageView(page: { url: string; title?: string }): void
  /** Each new message, the visitor's own included, once and in order, also when it was missed for a while. */
  onMessage(listener: (message: Message) => void): () => void
  destroy(): void
  /** Ends this client and forgets the visitor on this device, with everything that was not sent yet. */
  forget(): Promise<void>
}

export interface VisitorClientOptions {
  /** The server's base address, such as `https://chat.example.com`; '' in a page of the server itself. */
  url: string
  appId: string
  storage: ClientStorage
  session?: Omit<SessionRequest, 'appId' | 'visitorToken'>
  /** Time and chance, for tests. */
  timing?: Timing
}

/** Where token and outbox live; `browserStorage()` and `memoryStorage()` are provided. Never throws. */
export interface ClientStorage {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): string[]
  /** Calls back when another tab changes a key; null: perhaps all of them. */
  onChange(listener: (key: string | null) => void): () => void
  /** Runs while no other tab runs under the same name; left out where there are no other tabs. */
  exclusive?<T>(name: string, run: () => Promise<T>): Promise<T>
  /** A better place for messages without a ✓; left out, they lie here, under keys that begin with `name`. */
  outbox?(name: string): OutboxStorage
}

/** `mine` are those that the agent works on, `snoozed` those that the agent has put aside. */
export type FixedView = 'mine' | 'unassigned' | 'snoozed' | 'open' | 'closed'
/** Open conversations of one group, by its id. */
export type GroupView = `group:${string}`
/**
 * Conversations that fit a query of `GET /conversations`, without the question mark: any of `status` (or `open`), `assignee`
 * (`me`, `none`, an id), `groupId`, `priority` and `tag`.
 */
export type FilteredView = `where:${string}`
export type InboxView = FixedView | GroupView | FilteredView

export interface InboxList {
  /** In the order of the screen: newest activity first; in `unassigned` who is served next. */
  ids: readonly string[]
  status: 'unloaded' | 'loading' | 'ready' | 'failed'
  more: boolean
}

/** Everything that is known of conversations, by id; another object after each change. */
export interface Conversations {
  get(conversationId: string): Conversation | undefined
  /** In no order. */
  values(): Iterable<Conversation>
  /** Of a figure of each. By the same function again it costs as little as what has changed since. */
  sum(figure: (conversation: Conversation) => number): number
}

export interface AgentState {
  connection: Connection
  agent: Agent | null
  conversations: Conversations
  lists: Readonly<Record<FixedView, InboxList> & Partial<Record<GroupView | FilteredView, InboxList>>>
  counts: InboxCounts | null
  threads: Readonly<Record<string, Thread>>
  /** Colleagues, by id. */
  team: Readonly<Record<string, AgentPresence>>
}

export interface AgentClient extends Store<AgentState>, ThreadActions {
  connect(): Promise<void>
  /** Loads a list, or its next page when it is there already. */
  loadList(view: InboxView): Promise<void>
  /** The conversation is no longer on the screen. */
  leave(conversationId: string): void
  take(conversationId: string): Promise<Conversation>
  release(conversationId: string): Promise<Conversation>
  transfer(
    conversationId: string,
    to: { toAgentId?: string; toGroupId?: string; note?: string; ifAvailable?: boolean },
  ): Promise<Conversation>
  prioritize(conversationId: string, priority: Priority): Promise<Conversation>
  setTags(conversationId: string, tags: string[]): Promise<Conversation>
  close(conversationId: string, resolved?: boolean, form?: Record<string, unknown>): Promise<Conversation>
  /** Until a moment (ISO 8601), or null: until the visitor writes. */
  snooze(conversationId: string, until: string | null): Promise<Conversation>
  /** The first of the agent's queues, or of one group's; null when nobody waits there. */
  takeNext(groupId?: string): Promise<Conversation | null>
  /** Who answered for it and whose queue it was, oldest first. */
  assignments(conversationId: string): Promise<readonly Assignment[]>
  /** Each line of history of the conversations that this agent looks at, gets or loses. */
  onAssignment(listener: (assignment: Assignment) => void): () => void
  /** A colleague has named this agent in a note; what was missed is at `GET /api/v1/mentions`. */
  onMention(listener: (mention: Mention) => void): () => void
  /** Tells colleagues that the agent has it in front of them; a hint, nothing is shown when it fails. */
  look(conversationId: string, looking: boolean, asks?: boolean): void
  /** A colleague has a conversation in front of them that is open here too, or no longer. */
  onLooking(listener: (looking: Events['looking']) => void): () => void
  /** Each figure of today that comes to miss its target, once until it is met again. */
  onBreach(listener: (breach: Breach) => void): () => void
  /** Who waits, in the order in which they are served. */
  queue(options?: { groupId?: string; cursor?: string }): Promise<QueueReply>
  /** A person uses this device; call it as often as you like, it is told at most once a minute. */
  activity(): void
  reopen(conversationId: string): Promise<Conversation>
  setStatus(status: AgentStatus, maxChats?: number): Promise<Agent>
  /** Each new message that this agent may hear, their own included, once and in order within its conversation. */
  onMessage(listener: (message: Message) => void): () => void
  destroy(): void
}

export interface AgentClientOptions {
  url: string
  /** Left out in the dashboard, where the cookie speaks. */
  token?: string
  storage: ClientStorage
  /** Time and chance, for tests. */
  timing?: Timing
}

/** Before there is an agent: sign-in and set-up over REST. All reject with `CommandFailed`. */
export interface SignIn {
  /** Who is signed in, and whether a second factor has to be set up before anything else. */
  me(): Promise<MeReply | null>
  /** `totp`: a code, or a recovery code, where the first try was refused with `second_factor_required`. */
  login(email: string, password: string, totp?: string): Promise<LoginReply>
  logout(): Promise<void>
  setup(body: { token: string; name: string; email: string; password: string }): Promise<LoginReply>
}
