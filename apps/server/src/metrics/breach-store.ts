import type { Breach, Targets } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Whose figures are held against which targets, and by whose clock it is today. */
export interface WatchedRow {
  group_id: string | null
  group_name: string | null
  /** null: nobody has said so, and the usual ones hold. */
  wanted: Targets | null
  time_zone: string
  /** What has been told and is not over. */
  figures: Breach['figure'][]
}

/** The installation, and every group that wants something of its own. */
export async function listWatched(query: Queries): Promise<WatchedRow[]> {
  const { rows } = await sql<WatchedRow>`
    select w.group_id, g.name as group_name, t.wanted, coalesce(
        (select k.time_zone from calendars k where k.id = g.calendar_id),
        (select k.time_zone from apps a join calendars k on k.id = a.calendar_id order by a.created_at, a.id limit 1),
        'UTC'
      ) as time_zone,
      array(select b.figure from breaches b where b.group_id is not distinct from w.group_id) as figures
    from (select null::uuid as group_id union select group_id from targets) w
    left join targets t on t.group_id is not distinct from w.group_id
    left join groups g on g.id = w.group_id
    order by g.name nulls first`.execute(query)
  return rows
}

/** Keeps what is missed; resolves with what was not known to be: one node of several is told each. */
export async function keepBreaches(
  trx: Queries,
  groupId: string | null,
  missed: readonly Breach['figure'][],
  now: Date,
): Promise<Breach['figure'][]> {
  await sql`
    delete from breaches where group_id is not distinct from ${groupId}::uuid and figure <> all(${missed}::text[])`.execute(
    trx,
  )
  const { rows } = await sql<{ figure: Breach['figure'] }>`
    insert into breaches (group_id, figure, since) select ${groupId}::uuid, figure, ${now} from unnest(${missed}::text[]) as figure
    on conflict do nothing returning figure`.execute(trx)
  return rows.map(({ figure }) => figure)
}

/** A group that follows the others again has no breaches of its own. */
export async function forgetUnwatched(query: Queries): Promise<void> {
  await sql`
    delete from breaches b where b.group_id is not null
      and not exists (select from targets t where t.group_id = b.group_id)`.execute(query)
}
