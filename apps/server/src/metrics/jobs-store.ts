import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Beyond this it does not matter how many more there are. */
export const COUNTED_UP_TO = 10_000

export interface JobsRow {
  outbox: number
  webhooks: number
  due: number
  training: number
}

/** What should have been done by now and is not, counted up to a limit. */
export async function countJobs(query: Queries, now: Date): Promise<JobsRow> {
  const { rows } = await sql<JobsRow>`
    select
      (select count(*)::integer from (select from outbox limit ${COUNTED_UP_TO}) as o) as outbox,
      (select count(*)::integer from (
        select from webhook_deliveries where status = 'waiting' and next_attempt_at <= ${now} limit ${COUNTED_UP_TO}
      ) as w) as webhooks,
      (select count(*)::integer from (
        select from conversations where due_at <= ${now} limit ${COUNTED_UP_TO}
      ) as d) as due,
      (select count(*)::integer from bots where training_requested_at is not null) as training`.execute(query)
  return rows[0] as JobsRow
}
