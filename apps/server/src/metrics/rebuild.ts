import type { Clock } from '../clock/clock.ts'
import { createRests } from '../clock/rests.ts'
import type { Database, Queries } from '../database/database.ts'
import { isUnavailable } from '../database/errors.ts'
import { advance, beginEpisode, type Episode } from './episode.ts'
import {
  deleteEpisodes,
  type HistoryRow,
  insertEpisode,
  listConversationIds,
  lockHistories,
  updateEpisode,
} from './episode-store.ts'
import { settle } from './settle.ts'

/** Held together until they are done; whoever says something in one of them waits for that, and not for long. */
const BATCH = 10
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** Makes the episodes of these conversations anew from their history. */
export async function rebuildEpisodes(trx: Queries, ids: readonly string[]): Promise<void> {
  for (const history of await lockHistories(trx, ids)) {
    const episodes = episodesOf(history)
    await deleteEpisodes(trx, history.id)
    for (const episode of episodes) await insertEpisode(trx, episode)
    const rated = ratedOf(history, episodes)
    if (rated) await updateEpisode(trx, rated, { rating: history.rating })
    await settle(trx, history.id)
  }
}

interface Manner {
  missingOnly?: boolean
  isStopped?: () => boolean
  /** Runs a batch, and leaves the database to others between them. */
  run?: <Result>(batch: () => Promise<Result>) => Promise<Result>
}

/** All of them, or those that have none because they are older than episodes are; a batch is a transaction. */
export async function rebuildAll(
  { query }: Pick<Database, 'query'>,
  { missingOnly = false, isStopped = () => false, run = (batch) => batch() }: Manner = {},
): Promise<number> {
  let after = FIRST_ID
  let count = 0
  while (!isStopped()) {
    const ids = await listConversationIds(query, after, BATCH, missingOnly)
    const last = ids.at(-1)
    if (last === undefined) break
    await run(() => query.transaction().execute((trx) => rebuildEpisodes(trx, ids)))
    after = last
    count += ids.length
  }
  return count
}

/**
 * Fills in what is missing, in the time that the chat leaves: at a start everybody comes back. What could not be done now is
 * done at the next one.
 */
export function startFilling(
  { database, clock }: { database: Database; clock: Clock },
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let isStopped = false
  const rests = createRests(clock, () => !isStopped)
  const manner = { missingOnly: true, isStopped: () => isStopped, run: rests.after }
  const filling = rebuildAll(database, manner).then(
    () => {},
    (error: unknown) => {
      if (!isStopped && !isUnavailable(error)) onError(error)
    },
  )
  return {
    async stop() {
      isStopped = true
      rests.endAll()
      await filling
    },
  }
}

export function episodesOf(history: HistoryRow): Episode[] {
  const { id: conversationId, app_uuid: appUuid, created_at: at, by_bot: byBot, lines } = history
  const [first] = lines
  const groupId = first?.reason === 'started' ? first.toGroupId : history.group_id
  const episodes = [beginEpisode({ conversationId, appUuid, groupId, at, byBot })]
  for (const line of lines) {
    const last = episodes.pop() as Episode
    episodes.push(...advance(last, { ...line, conversationId, at: new Date(line.at) }))
  }
  const last = episodes.at(-1) as Episode
  // A bot may have chosen another group since the last line; a group that is gone stays the one it was.
  last.group_id = history.group_id ?? last.group_id
  // Histories of before say nothing of it.
  if (last.closed_at !== null) last.resolved ??= history.resolved
  return episodes
}

/** The one that was the last when it was rated. */
function ratedOf({ rating, rated_at }: HistoryRow, episodes: readonly Episode[]): Episode | undefined {
  if (rating === null) return undefined
  return episodes.findLast(({ started_at }) => rated_at === null || started_at <= rated_at)
}
