import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { Command } from './connection.ts'
import { CommandFailed, errorOf, isPassing, unreachable } from './errors.ts'
import {
  applyNewest,
  applyNext,
  headOf,
  newThread,
  type Page,
  type Side,
  type ThreadState,
} from './thread-state.ts'
import { backoffMs, type Timing } from './timing.ts'

/** Above any position: the newest page is asked for without knowing where the conversation ends. */
const BEYOND_THE_END = Number.MAX_SAFE_INTEGER

export interface CatchUpOptions {
  side: Side
  command: Command
  timing: Timing
  isOnline(): boolean
  find(conversationId: string): ThreadState | undefined
  /** Whether the server has more than the thread. */
  isBehind(thread: ThreadState): boolean
  put(thread: ThreadState): void
  /** The conversation and all that it has are there. */
  onReady(conversationId: string): void
  /** The server refused for good. */
  onRefused(conversationId: string, failure: CommandFailed): void
}

/** A thread may have been filled, or emptied, while the page was on its way. */
function applyPage(current: ThreadState, asked: Asked, page: Page): ThreadState {
  const { afterSeq, lastSeq } = asked
  // Less than was told before it was asked: another log, restored from a backup.
  if (page.conversation.lastSeq < lastSeq) return newThread(page.conversation, current.side)
  if (current.loaded) return applyNext(current, page)
  return afterSeq === undefined ? applyNewest(current, page) : current
}

interface Asked {
  /** Undefined: the newest page. */
  afterSeq: number | undefined
  /** Where the conversation was known to end. */
  lastSeq: number
}

export interface CatchUp {
  /** Asks for what is missing, until nothing is. */
  run(conversationId: string): void
  stop(conversationId: string): void
  stopAll(): void
}

interface Job {
  asking: boolean
  failures: number
  callOff: (() => void) | undefined
}

/** The only way in which missing messages come: page by page from the last position, one request in flight each. */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { timing } = options
  const jobs = new Map<string, Job>()

  function run(conversationId: string) {
    const job = jobs.get(conversationId) ?? { asking: false, failures: 0, callOff: undefined }
    jobs.set(conversationId, job)
    job.callOff?.()
    job.callOff = undefined
    if (!job.asking) void pull(conversationId, job)
  }

  async function pull(conversationId: string, job: Job) {
    job.asking = true
    try {
      while (jobs.get(conversationId) === job && (await pullPage(conversationId, job)));
      if (jobs.get(conversationId) !== job) return
      jobs.delete(conversationId)
      options.onReady(conversationId)
    } catch (failure) {
      job.asking = false
      if (jobs.get(conversationId) === job) failed(conversationId, job, failure)
    }
  }

  /** Whether another page is wanted. */
  async function pullPage(conversationId: string, job: Job): Promise<boolean> {
    const known = options.find(conversationId)
    const afterSeq = known?.loaded ? headOf(known) : undefined
    const asked: Asked = { afterSeq, lastSeq: known?.conversation.lastSeq ?? 0 }
    const page = await ask(conversationId, afterSeq)
    if (jobs.get(conversationId) !== job) return false
    const current = options.find(conversationId) ?? newThread(page.conversation, options.side)
    const next = applyPage(current, asked, page)
    options.put(next)
    const wanted = !next.loaded || options.isBehind(next) || (afterSeq !== undefined && page.more)
    if (wanted && next.loaded && afterSeq !== undefined && headOf(next) <= afterSeq) {
      throw unreachable('The server did not have what it told of.')
    }
    job.failures = 0
    return wanted
  }

  function ask(conversationId: string, afterSeq: number | undefined): Promise<Page> {
    const from =
      afterSeq === undefined
        ? { afterSeq: 0, beforeSeq: BEYOND_THE_END, limit: LIMITS.pageSizeDefault }
        : { afterSeq, limit: LIMITS.pageSizeMax }
    return options.command('conversation:sync', { conversationId, ...from })
  }

  function failed(conversationId: string, job: Job, failure: unknown) {
    const error = errorOf(failure)
    if (!isPassing(error)) {
      jobs.delete(conversationId)
      options.onRefused(conversationId, failure instanceof CommandFailed ? failure : new CommandFailed(error))
      return
    }
    // Offline there is nothing to wait for but the reconnect, which runs every open thread.
    if (!options.isOnline()) return
    const ms = Math.max(error.retryAfterMs ?? 0, backoffMs(job.failures, timing))
    job.failures += 1
    job.callOff = timing.after(ms, () => run(conversationId))
  }

  function stop(conversationId: string) {
    jobs.get(conversationId)?.callOff?.()
    jobs.delete(conversationId)
  }

  return { run, stop, stopAll: () => [...jobs.keys()].forEach(stop) }
}
