import type { Targets } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Those of the group and those of the whole installation, where they were said. */
export async function readTargets(
  query: Queries,
  groupId: string | null,
): Promise<{ own: Targets | undefined; common: Targets | undefined }> {
  const rows = await query
    .selectFrom('targets')
    .selectAll()
    .where((row) => row.or([row('group_id', 'is', null), row('group_id', 'is not distinct from', groupId)]))
    .execute()
  const of = (id: string | null) => rows.find(({ group_id }) => group_id === id)?.wanted
  return { own: of(groupId), common: of(null) }
}

export async function writeTargets(
  query: Queries,
  groupId: string | null,
  wanted: Targets | null,
): Promise<void> {
  if (wanted === null) {
    await sql`delete from targets where group_id is not distinct from ${groupId}::uuid`.execute(query)
    return
  }
  const text = JSON.stringify(wanted)
  await query
    .insertInto('targets')
    .values({ group_id: groupId, wanted: text })
    .onConflict((conflict) => conflict.column('group_id').doUpdateSet({ wanted: text }))
    .execute()
}
