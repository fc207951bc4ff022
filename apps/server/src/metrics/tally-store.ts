import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { FORM } from './pack-figures.ts'

export const DAY_MS = 86_400_000
/** A day is counted when it has been over for so long: longer than a transaction lives, and than clocks of nodes differ. */
const SETTLED_SECONDS = 3_600

/** Days of UTC, counted from 1970; `until` is the one after the last. */
export interface Days {
  day: number
  until: number
}

export interface TallyRow {
  dimension: string
  key: string | null
  figures: Buffer
  slots: Buffer
}

const IS_STALE = sql`exists (select from stale_days s where s.day >= t.day and s.day < t.until)`

/** What is counted of these days and still true. */
export async function listCounted(query: Queries, { day, until }: Days): Promise<Days[]> {
  const { rows } = await sql<Days>`
    select t.day, t.until from tallies t
    where t.dimension = 'all' and t.day >= ${day} and t.until <= ${until} and t.form = ${FORM} and not ${IS_STALE}
    order by t.day, t.until desc`.execute(query)
  return rows
}

/** Days that are over and have to be counted, or counted again; from the first of the month in which there is anything. */
export async function listUncounted(query: Queries): Promise<number[]> {
  const { rows } = await sql<{ day: number }>`
    select d.day from generate_series(
      (select day_of(date_trunc('month', min(started_at), 'UTC')) from episodes),
      least(day_of(now() - make_interval(secs => ${SETTLED_SECONDS})) - 1, (select day_of(max(started_at)) from episodes))
    ) as d(day)
    where not exists (
      select from tallies t
      where t.dimension = 'all' and t.day = d.day and t.until = d.day + 1 and t.form = ${FORM} and not ${IS_STALE}
    ) order by d.day`.execute(query)
  return rows.map(({ day }) => day)
}

/** Months of which every day is counted, and not yet the whole. */
export async function listUncountedMonths(query: Queries): Promise<Days[]> {
  const { rows } = await sql<Days>`
    select m.day, m.until from (
      select day_of(date_trunc('month', to_timestamp(day * 86400.0), 'UTC')) as day,
        day_of(date_trunc('month', to_timestamp(day * 86400.0), 'UTC') + interval '1 month') as until, count(*) as days
      from tallies where dimension = 'all' and until = day + 1 and form = ${FORM} group by 1, 2
    ) m
    where m.days = m.until - m.day and not exists (
      select from tallies t where t.dimension = 'all' and t.day = m.day and t.until = m.until and t.form = ${FORM}
    ) order by m.day`.execute(query)
  return rows
}

/**
 * The first statement of a transaction that counts, before it sees anything: there is one at a time. Reading goes on.
 */
export async function lockTallies(trx: Queries): Promise<void> {
  await sql`lock table tallies in share row exclusive mode`.execute(trx)
}

/** Takes away what was counted of this day and of all that it is part of, and the marks that are seen to make it stale. */
export async function forgetDay(trx: Queries, day: number): Promise<void> {
  await sql`delete from tallies where day <= ${day} and until > ${day}`.execute(trx)
  await sql`delete from stale_days where day = ${day}`.execute(trx)
}

export async function insertTallies(
  trx: Queries,
  { day, until }: Days,
  rows: readonly TallyRow[],
): Promise<void> {
  await trx
    .insertInto('tallies')
    .values(rows.map((row) => ({ ...row, day, until, form: FORM })))
    .execute()
}

export interface Asked {
  dimension: string
  /** undefined: of all keys. */
  key?: string | null | undefined
  /** Whether the quarters of an hour are wanted too. */
  slots: boolean
}

export async function readTallies(
  query: Queries,
  counted: readonly Days[],
  { dimension, key, slots }: Asked,
): Promise<Omit<TallyRow, 'dimension'>[]> {
  const keyed = key === undefined ? sql`true` : sql`t.key is not distinct from ${key}`
  const { rows } = await sql<TallyRow>`
    select t.key, t.figures, ${slots ? sql`t.slots` : sql`''::bytea`} as slots
    from unnest(${counted.map(({ day }) => day)}::integer[], ${counted.map(({ until }) => until)}::integer[]) as c(day, until)
    join tallies t on t.dimension = ${dimension} and t.day = c.day and t.until = c.until and ${keyed}`.execute(
    query,
  )
  return rows
}

/** All that is counted of the single days from one to another. */
export async function readDays(trx: Queries, { day, until }: Days): Promise<TallyRow[]> {
  return trx
    .selectFrom('tallies')
    .select(['dimension', 'key', 'figures', 'slots'])
    .where('day', '>=', day)
    .where('until', '<=', until)
    .where(sql<boolean>`until = day + 1`)
    .execute()
}
