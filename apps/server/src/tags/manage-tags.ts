import type { TagsInUse } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { countTags, replaceTag } from './tag-store.ts'

const MOST = 1_000

/** What conversations are called, and how often. On the reports' connections: every conversation is looked at. */
export async function listTags({ reports }: Pick<Services, 'reports'>): Promise<TagsInUse> {
  return { items: await countTags(reports.query, MOST), nextCursor: null }
}

/** On every conversation, open or not; who looks at the lists sees it within seconds. */
export async function renameTag(
  { reports, activity }: Pick<Services, 'reports' | 'activity'>,
  { from, to }: { from: string; to: string | null },
): Promise<number> {
  if (from === to) return 0
  const changed = await replaceTag(reports.query, from, to)
  for (const { id, is_open } of changed) if (is_open) activity.touch(id, 'agents')
  return changed.length
}
