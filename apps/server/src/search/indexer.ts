import type { Clock } from '../clock/clock.ts'
import { createRests } from '../clock/rests.ts'
import type { Database } from '../database/database.ts'
import { isUnavailable } from '../database/errors.ts'
import type { MessageLog } from '../messages/message-log.ts'
import { indexNext, listBehind, walk } from './index-store.ts'

/** What was said can be found so long after it, at the latest, while nothing piles up. */
const TICK_MS = 2_000
/** Nodes' clocks differ, and the times by which lists are ordered stand still for a second. */
const SKEW_MS = 10 * 60_000
/** One statement reads the messages of so many conversations, so many of each: short enough to be in nobody's way. */
const CONVERSATIONS = 4
const EACH = 40
const PORTION = 1_000
/** So many messages wait only where PostgreSQL has all it can do; then each portion waits, but not for ever. */
const BUSY_AT = 20
const LOOK_AGAIN_MS = 250
const GIVE_WAY_MS = 5_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

export interface Indexer {
  /** Resolves when what is committed by now can be found. */
  catchUp(): Promise<void>
  stop(): Promise<void>
}

/**
 * Writes what can be searched, aside from the messages: the one who sends waits for none of it. One node at a time does it;
 * what was missed (a node died, rows are older than this) is found by walking through all at the start. While more messages
 * come than can be stored it does next to nothing.
 */
export function startIndexer(
  {
    database,
    clock,
    messageLog,
  }: { database: Database; clock: Clock; messageLog: Pick<MessageLog, 'waiting'> },
  onError: (error: unknown) => void,
): Indexer {
  const stopped = new AbortController()
  let lookedAt = clock.now()
  let looking: Promise<void> | undefined
  let cancelTick = () => {}
  /** Who waits until all is found. */
  let askers = 0
  const rests = createRests(clock, () => askers === 0 && !stopped.signal.aborted)

  async function read(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length && !stopped.signal.aborted; at += CONVERSATIONS) {
      const some = ids.slice(at, at + CONVERSATIONS)
      let count: number | null = EACH
      // Fewer than the share of one: nobody's share was too small.
      while (!stopped.signal.aborted && count !== null && count >= EACH) {
        await giveWay()
        if (stopped.signal.aborted) return
        count = await rests.after(() => indexNext(database, some, EACH))
      }
    }
  }

  async function giveWay(): Promise<void> {
    for (let waited = 0; waited < GIVE_WAY_MS && messageLog.waiting() >= BUSY_AT; waited += LOOK_AGAIN_MS) {
      if (stopped.signal.aborted) return
      await rests.pause(LOOK_AGAIN_MS)
    }
  }

  async function look(): Promise<void> {
    const now = clock.now()
    const since = new Date(lookedAt.getTime() - SKEW_MS)
    let behind: string[]
    do {
      behind = await listBehind(database.query, since, PORTION)
      await read(behind)
    } while (!stopped.signal.aborted && behind.length === PORTION)
    lookedAt = now
  }

  async function walkAll(): Promise<void> {
    for (let after: string | null = FIRST_ID; after !== null && !stopped.signal.aborted; ) {
      const portion = await walk(database.query, after, PORTION)
      await read(portion.behind)
      after = portion.last
    }
  }

  /** One look at a time; what is said during one is found by the next. */
  function lookNow(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  const quietly = (error: unknown) => {
    if (!stopped.signal.aborted && !isUnavailable(error)) onError(error)
  }

  function tick() {
    cancelTick = clock.after(TICK_MS, () => {
      lookNow()
        .catch(quietly)
        .finally(() => {
          if (!stopped.signal.aborted) tick()
        })
    })
  }

  const walking = walkAll().catch(quietly)
  tick()
  return {
    async catchUp() {
      askers += 1
      rests.endAll()
      try {
        await walking
        await looking
        await lookNow()
      } finally {
        askers -= 1
      }
    },
    async stop() {
      stopped.abort()
      cancelTick()
      rests.endAll()
      await walking
      await looking?.catch(() => undefined)
    },
  }
}
