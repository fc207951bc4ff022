import type { Message } from '@biometrics/chat-protocol'
import type { FileLinks } from '../attachments/file-links.ts'
import type { Queries } from '../database/database.ts'
import { selectByIds } from './message-store.ts'
import { messageForAgent } from './message-view.ts'

/** Messages and notes of any conversation, by id, in the agents' positions; those that are gone are left out. */
export async function findMessagesForAgents(
  query: Queries,
  links: Pick<FileLinks, 'sign'>,
  ids: readonly string[],
): Promise<Map<string, Message>> {
  const rows = ids.length === 0 ? [] : await selectByIds(query, ids)
  return new Map(rows.map((row) => [row.id, messageForAgent(links, row, row)]))
}
