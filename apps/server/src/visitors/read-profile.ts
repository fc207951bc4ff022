import { ChatError, type VisitorNote, type VisitorProfileReply } from '@biometrics/chat-protocol'
import type { Selectable } from 'kysely'
import type { Schema } from '../database/schema.ts'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { deleteNote, findNote, findVisitor, listEarlier, listPages, writeNote } from './profile-store.ts'
import { readBrowser } from './read-browser.ts'
import { visitorView } from './visitor-view.ts'

const EARLIER = 20

/** Who somebody is to those who answer: where they were, what they asked before, what colleagues wrote about them. */
export async function readVisitorProfile(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
  id: string,
): Promise<VisitorProfileReply> {
  const { query } = database
  const eyes = eyesOf(session)
  const visitor = (await findVisitor(query, eyes, id)) ?? missing(id)
  const [pages, earlier, note] = await Promise.all([
    listPages(query, id),
    listEarlier(query, eyes, id, EARLIER),
    findNote(query, id),
  ])
  return {
    visitor: visitorView(visitor),
    browser: visitor.user_agent === null ? null : readBrowser(visitor.user_agent),
    pages: pages.map(({ url, title, at }) => ({ url, title, at: at.toISOString() })),
    conversations: earlier.map((row) => ({
      id: row.id,
      status: row.status,
      subject: row.subject,
      agentName: row.agent_name,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      preview: row.preview,
    })),
    note: noteView(note),
  }
}

/** For all who answer; an empty text takes it away. */
export async function writeVisitorNote(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  session: AgentSession,
  id: string,
  text: string,
): Promise<VisitorNote | null> {
  await requireVisitor({ database }, session, id)
  if (text.trim() === '') {
    await deleteNote(database.query, id)
    return null
  }
  const note = { visitor_id: id, text, by_name: session.name, at: clock.now() }
  await writeNote(database.query, note)
  return noteView(note)
}

/** The only way to a person beside their conversations: whom a session may not see does not exist for it. */
export async function requireVisitor(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
  id: string,
): Promise<void> {
  if (!(await findVisitor(database.query, eyesOf(session), id))) missing(id)
}

function noteView(note: Selectable<Schema['visitor_notes']> | undefined): VisitorNote | null {
  return note ? { text: note.text, by: note.by_name, at: note.at.toISOString() } : null
}

function missing(id: string): never {
  throw new ChatError('not_found', `There is no visitor ${id}.`)
}
