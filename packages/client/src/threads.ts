import type { Conversation, Events, Message, Reply } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { createCatchUp } from './catch-up.ts'
import type { Command } from './connection.ts'
import { createNews } from './news.ts'
import { createReadMarks } from './read-marks.ts'
import {
  applyConversation,
  applyMessage,
  applyNewest,
  applyOlder,
  applyRead,
  applyTyping,
  expireTyping,
  HELD_MAX,
  hasGap,
  headOf,
  isBehind,
  newThread,
  type Side,
  sideOf,
  type ThreadState,
  TYPING_MS,
} from './thread-state.ts'
import type { Timing } from './timing.ts'
import { createTypingNotices } from './typing.ts'
import { createWaiters } from './waiters.ts'

/** A conversation told to be longer than we know is asked about only if its message does not come by itself. */
const LATE_MESSAGE_MS = 300

const IGNORE = () => {}

/** Refusals that say that the conversation is not there, or not for us. */
const GONE: ReadonlySet<string> = new Set(['not_found', 'forbidden'])

export interface ThreadsOptions {
  side: Side
  command: Command
  timing: Timing
  isOnline(): boolean
  /** A thread is new, different, or gone. */
  onChange(conversationId: string, thread: ThreadState | undefined): void
  /** Each new message, once and in order within its conversation, also when it was missed for a while. */
  onMessage(message: Message): void
}

export type Threads = ReturnType<typeof createThreads>

/** The conversations that a client knows, kept in step with the server. */
export function createThreads(options: ThreadsOptions) {
  const { side, command, timing } = options
  const threads = new Map<string, ThreadState>()
  /** Kept complete, also over a lost connection. */
  const open = new Set<string>()
  const waiters = createWaiters()
  /** Live messages of conversations whose first page is on its way. */
  const early = new Map<string, Message[]>()
  /** Where the server said that open conversations end. */
  const ends = new Map<string, number>()
  const timers = new Map<string, () => void>()
  /** Conversations that this client begins just now. */
  let starts = 0
  const typing = createTypingNotices(timing, (conversationId, isTyping, preview) => {
    command('typing:set', { conversationId, typing: isTyping, preview }).catch(IGNORE)
  })
  const marks = createReadMarks(timing, (conversationId, seq) =>
    command('message:read', { conversationId, seq }),
  )

  const news = createNews(options.onMessage)
  const catchUp = createCatchUp({
    side,
    command,
    timing,
    isOnline: options.isOnline,
    find: (conversationId) => threads.get(conversationId),
    isBehind: (thread) => isBehind(thread) || isShort(thread),
    put,
    onReady: waiters.resolve,
    onRefused(conversationId, failure) {
      waiters.reject(conversationId, failure)
      if (GONE.has(failure.error.code)) forget(conversationId)
      else giveUp(conversationId)
    },
  })

  function put(next: ThreadState) {
    const { id } = next.conversation
    const before = threads.get(id)
    const waiting = early.get(id)
    early.delete(id)
    const thread = (waiting ?? []).reduce(applyMessage, next)
    if (thread === before) return
    threads.set(id, thread)
    options.onChange(id, thread)
    if (!before) news.startAt(id, firstNews(thread, waiting, side))
    if (open.has(id)) news.follow(thread)
    if (open.has(id) && hasGap(thread)) catchUp.run(id)
    else if (open.has(id) && isBehind(thread)) later(`behind ${id}`, LATE_MESSAGE_MS, () => fillIn(id))
  }

  function isShort(thread: ThreadState): boolean {
    return thread.loaded && headOf(thread) < (ends.get(thread.conversation.id) ?? 0)
  }

  function fillIn(conversationId: string) {
    const thread = threads.get(conversationId)
    if (thread && isBehind(thread)) catchUp.run(conversationId)
  }

  function later(name: string, ms: number, run: () => void) {
    timers.get(name)?.()
    const callOff = timing.after(ms, () => {
      timers.delete(name)
      run()
    })
    timers.set(name, callOff)
  }

  function change(conversationId: string, to: (thread: ThreadState) => ThreadState) {
    const thread = threads.get(conversationId)
    if (thread) put(to(thread))
  }

  function giveUp(conversationId: string) {
    leaveAlone(conversationId)
    change(conversationId, (thread) =>
      thread.loaded ? thread : { ...thread, history: 'unloaded', held: [] },
    )
  }

  /** No longer kept complete. */
  function leaveAlone(conversationId: string) {
    open.delete(conversationId)
    early.delete(conversationId)
    ends.delete(conversationId)
  }

  function forget(conversationId: string) {
    leaveAlone(conversationId)
    news.forget(conversationId)
    catchUp.stop(conversationId)
    waiters.abort(conversationId)
    if (threads.delete(conversationId)) options.onChange(conversationId, undefined)
  }

  /** Returns the promise of the first whole state; a lost connection only delays it. */
  function openThread(conversationId: string): Promise<void> {
    const thread = threads.get(conversationId)
    if (!thread) early.set(conversationId, early.get(conversationId) ?? [])
    else if (!thread.loaded) put({ ...thread, history: 'loading' })
    else if (!open.has(conversationId) && isFarBehind(thread)) {
      put({ ...newThread(thread.conversation, side), history: 'loading', ownRead: thread.ownRead })
    }
    // What this client begins just now is new, also when its event came first and somebody looks at it already.
    const isBegun = starts > 0 && news.isNew(conversationId)
    if (thread && !open.has(conversationId) && !isBegun)
      news.startAt(conversationId, thread.conversation.lastSeq)
    open.add(conversationId)
    const isAsked = waiters.has(conversationId)
    const ready = waiters.wait(conversationId)
    if (!isAsked) catchUp.run(conversationId)
    return ready
  }

  async function loadOlder(conversationId: string, limit: number = LIMITS.pageSizeDefault): Promise<void> {
    const thread = threads.get(conversationId)
    const first = thread?.messages[0]?.seq
    if (thread?.history !== 'partial' || first === undefined) return
    put({ ...thread, history: 'loading' })
    try {
      const page = await command('conversation:sync', {
        conversationId,
        afterSeq: 0,
        beforeSeq: first,
        limit,
      })
      change(conversationId, (current) => (current.loaded ? applyOlder(current, page) : current))
    } catch (failure) {
      change(conversationId, (current) => (current.loaded ? { ...current, history: 'partial' } : current))
      throw failure
    }
  }

  function receive(message: Message) {
    const { conversationId } = message
    const waiting = early.get(conversationId)
    const thread = threads.get(conversationId)
    if (thread) put(applyMessage(thread, message))
    else if (waiting && waiting.length < HELD_MAX) waiting.push(message)
    if (!open.has(conversationId) && !(starts && news.isNew(conversationId))) news.hear(message)
  }

  return {
    open: openThread,
    loadOlder,
    receive,
    find: (conversationId: string) => threads.get(conversationId),
    isOpen: (conversationId: string) => open.has(conversationId),

    /** No longer kept complete; what is there stays. */
    close(conversationId: string) {
      leaveAlone(conversationId)
      catchUp.stop(conversationId)
      waiters.resolve(conversationId)
    },

    forget,

    /** A conversation in whole; `history` when it comes from a list, so that what it has is not new. */
    tell(conversation: Conversation, from: 'event' | 'history') {
      const thread = threads.get(conversation.id)
      if (from === 'history' && !open.has(conversation.id))
        news.startAt(conversation.id, conversation.lastSeq)
      put(thread ? applyConversation(thread, conversation) : newThread(conversation, side))
    },

    /** Whether what comes of an unknown conversation may be of one that this client begins just now. */
    isStarting: () => starts > 0,

    /** What comes live of an unknown conversation until the returned function is called is told when it is begun, in order. */
    expectNew(): () => void {
      starts += 1
      return () => (starts -= 1)
    },

    begin({ conversation, messages }: Reply<'conversation:start'>) {
      const thread = threads.get(conversation.id) ?? newThread(conversation, side)
      open.add(conversation.id)
      const page = { conversation, messages, more: false }
      put(thread.loaded ? messages.reduce(applyMessage, thread) : applyNewest(thread, page))
    },

    /** An open conversation ends there, says the server; what is missing is asked for at once. */
    follow(conversationId: string, seq: number) {
      if (!open.has(conversationId)) return
      ends.set(conversationId, seq)
      const thread = threads.get(conversationId)
      if (thread && isShort(thread)) catchUp.run(conversationId)
    },

    /** The log is another one: nothing that is known of it holds. What is open is read anew. */
    reset() {
      marks.clear()
      ends.clear()
      for (const [id, thread] of threads) {
        if (!open.has(id)) {
          forget(id)
          continue
        }
        news.restart(thread)
        const blank: ThreadState = { ...newThread(withoutLog(thread.conversation), side), history: 'loading' }
        threads.set(id, blank)
        options.onChange(id, blank)
      }
      for (const id of open) {
        if (early.has(id)) early.set(id, [])
        catchUp.stop(id)
        catchUp.run(id)
      }
    },

    receiveTyping(told: Events['typing']) {
      change(told.conversationId, (thread) => applyTyping(thread, told, timing.now()))
      const { conversationId, senderId } = told
      later(`typing ${conversationId} ${senderId}`, TYPING_MS, () =>
        change(conversationId, (thread) => expireTyping(thread, timing.now())),
      )
    },

    receiveRead({ conversationId, readerType, seq }: Events['read']) {
      change(conversationId, (thread) => applyRead(thread, sideOf(readerType), seq))
    },

    setTyping: typing.set,
    stoppedTyping: typing.forget,

    markRead(conversationId: string, seq: number) {
      const thread = threads.get(conversationId)
      if (!thread || seq <= thread.ownRead) return
      put(applyRead(thread, side, seq))
      marks.move(conversationId, seq)
    },

    /** After each handshake: what is open is asked for from where it ends. */
    resume() {
      marks.resend()
      for (const conversationId of open) catchUp.run(conversationId)
    },

    /** Hints are not repeated when the connection comes back. */
    suspend() {
      typing.clear()
    },

    destroy() {
      for (const callOff of timers.values()) callOff()
      timers.clear()
      typing.clear()
      marks.clear()
      catchUp.stopAll()
      waiters.abortAll()
    },
  }
}

/**
 * Where the news of a conversation begins that was not known before. One that begins now is new altogether, and for a
 * visitor that is each that no list has named.
 */
function firstNews({ conversation }: ThreadState, early: readonly Message[] | undefined, side: Side): number {
  if (early) return (early[0]?.seq ?? conversation.lastSeq + 1) - 1
  return side === 'visitor' || conversation.lastSeq <= 1 ? 0 : conversation.lastSeq
}

/** Older than anything that the other log says. */
function withoutLog(conversation: Conversation): Conversation {
  const { createdAt } = conversation
  return { ...conversation, lastSeq: 0, readSeq: 0, unreadCount: 0, lastMessage: null, updatedAt: createdAt }
}

/** It was not looked at for long: the newest page is more use than all that was missed. */
function isFarBehind(thread: ThreadState): boolean {
  return thread.conversation.lastSeq - headOf(thread) > LIMITS.pageSizeMax
}
