import type { Audience } from '../delivery/audience.ts'
import { watchersOfInbox } from '../reach.ts'
import type { ConversationRow } from './conversation-store.ts'

/** Those who look at a conversation and who answers for it; while nobody does, those who watch the inbox. */
export function watchersOf(
  row: Pick<ConversationRow, 'id' | 'agent_id' | 'group_id'>,
): [Audience, ...Audience[]] {
  return [{ watchers: row.id }, ...(row.agent_id === null ? watchersOfInbox(row) : [{ agent: row.agent_id }])]
}
