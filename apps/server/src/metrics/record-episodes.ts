import type { Queries } from '../database/database.ts'
import { advance, beginEpisode, type Beginning, type EpisodeEvent } from './episode.ts'
import { findLastEpisode, insertEpisode, updateLast, writeEpisode } from './episode-store.ts'
import { rebuildEpisodes } from './rebuild.ts'
import { settle } from './settle.ts'

/** What follows runs in the transaction of what it tells of, which holds the conversation: so each event counts once. */

export async function recordStart(trx: Queries, start: Beginning): Promise<void> {
  await insertEpisode(trx, beginEpisode(start))
}

export async function recordEvent(trx: Queries, event: EpisodeEvent): Promise<void> {
  const last = await findLastEpisode(trx, event.conversationId)
  // It began before there were episodes; its history says all, this event included.
  if (!last) return rebuildEpisodes(trx, [event.conversationId])
  const { response_seconds, open_response_seconds, from_visitor, from_agents, from_bots, rating, ...known } =
    last
  const after = advance(known, event)
  for (const episode of after) await writeEpisode(trx, episode)
  if (after.at(-1)?.closed_at != null) await settle(trx, event.conversationId)
}

/** A bot has chosen another group. */
export async function recordGroup(
  trx: Queries,
  conversationId: string,
  groupId: string | null,
): Promise<void> {
  await updateLast(trx, conversationId, { group_id: groupId })
}

export async function recordRating(trx: Queries, conversationId: string, rating: number): Promise<void> {
  await updateLast(trx, conversationId, { rating })
}
