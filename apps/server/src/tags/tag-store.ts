import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

export interface TagRow {
  tag: string
  open: number
  conversations: number
}

export async function countTags(query: Queries, limit: number): Promise<TagRow[]> {
  const { rows } = await sql<TagRow>`
    select tag, count(*) filter (where status <> 'closed')::integer as open, count(*)::integer as conversations
    from conversations, unnest(tags) as tag
    group by tag order by count(*) desc, tag limit ${limit}`.execute(query)
  return rows
}

/** In its place among the others; where the new one stands already it stands once. */
export async function replaceTag(
  query: Queries,
  from: string,
  to: string | null,
): Promise<{ id: string; is_open: boolean }[]> {
  const others =
    to === null
      ? sql`array_remove(tags, ${from})`
      : sql`case when ${to} = any(tags) then array_remove(tags, ${from}) else array_replace(tags, ${from}, ${to}) end`
  const { rows } = await sql<{ id: string; is_open: boolean }>`
    update conversations set tags = ${others} where ${from} = any(tags)
    returning id, status <> 'closed' as is_open`.execute(query)
  return rows
}
