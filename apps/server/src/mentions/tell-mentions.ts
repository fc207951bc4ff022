import type { NewMessageRow } from '../messages/message-row.ts'
import { mayReach } from '../reach.ts'
import type { Services } from '../services.ts'
import { findNames } from './find-names.ts'
import { findMentions, insertMentions, listPeople } from './mention-store.ts'
import { mentionView } from './mention-view.ts'

/** Whether a message may name a colleague: only what visitors never see does. */
export function mayMention({ visibility, type, content }: NewMessageRow): boolean {
  return visibility === 'note' && type === 'text' && 'text' in content && (content.text ?? '').includes('@')
}

/**
 * Keeps who was named in a stored note, and tells them; a note that was sent again names nobody again. Being named opens
 * nothing: whoever does not reach the conversation is not named in it.
 */
export async function tellMentions(
  { database, deliver }: Pick<Services, 'database' | 'deliver'>,
  note: NewMessageRow,
  seq: number,
): Promise<void> {
  const text = 'text' in note.content ? (note.content.text ?? '') : ''
  const people = (await listPeople(database.query, note.conversation_id)).filter(
    ({ id, only_groups, ...placed }) =>
      id !== note.sender_id && mayReach({ agentId: id, onlyGroups: only_groups }, placed),
  )
  const named = findNames(text, people)
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
