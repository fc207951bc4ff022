import { openSeconds } from '../calendars/open-seconds.ts'
import type { Queries } from '../database/database.ts'
import { settleMessages } from './episode-store.ts'
import { listUntimed, writeOpenSeconds } from './hours-store.ts'

const AT_ONCE = 1_000

/**
 * Looks up what only the messages say, when a person first answered and how much was said, so that the way of a message
 * stays free of it: of one conversation when it is closed, of all that are open (null) when somebody reads a report.
 */
export async function settle(query: Queries, conversationId: string | null): Promise<void> {
  await settleMessages(query, conversationId)
  for (const { assigned_at, response_seconds, calendar, ...episode } of await listUntimed(
    query,
    conversationId,
    AT_ONCE,
  )) {
    const answered = new Date(assigned_at.getTime() + response_seconds * 1_000)
    const open =
      calendar === null
        ? response_seconds
        : openSeconds({ ...calendar, timeZone: calendar.time_zone }, assigned_at, answered)
    await writeOpenSeconds(query, episode, open)
  }
}
