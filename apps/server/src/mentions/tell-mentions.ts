import type { NewMessageRow } from '../messages/message-row.ts'
import type { Services } from '../services.ts'
import { findNames } from './find-names.ts'
import { findMentions, insertMentions, listPeople } from './mention-store.ts'
import { mentionView } from './mention-view.ts'

/** Whether a message may name a colleague: only what visitors never see does. */
export function mayMention({ visibility, type, content }: NewMessageRow): boolean {
  return visibility === 'note' && type === 'text' && 'text' in content && (content.text ?? '').includes('@')
}

/** Keeps who was named in a stored note, and tells them; a note that was sent again names nobody again. */
export async function tellMentions(
  { database, deliver }: Pick<Services, 'database' | 'deliver'>,
  note: NewMessageRow,
  seq: number,
): Promise<void> {
  const text = 'text' in note.content ? (note.content.text ?? '') : ''
  const named = findNames(text, await listPeople(database.query)).filter(({ id }) => id !== note.sender_id)
  if (named.length === 0) return
  const place = { conversationId: note.conversation_id, seq, at: note.created_at }
  const ids = await insertMentions(
    database.query,
    place,
    named.map(({ id }) => id),
  )
  for (const row of await findMentions(database.query, ids)) {
    deliver({ event: 'mention', payload: mentionView(row), to: [{ agent: row.agent_id }] })
  }
}
