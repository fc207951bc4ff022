import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Conversation, Message, Visitor } from '@biometrics/chat-protocol'
import { strToU8, Zip, ZipPassThrough } from 'fflate'
import { accessConversation } from '../conversations/access-conversation.ts'
import { conversationFor } from '../conversations/conversation-view.ts'
import { listMessages } from '../messages/list-messages.ts'
import type { Services } from '../services.ts'
import type { AgentSession, Session } from '../session.ts'
import { getPerson } from '../visitors/find-person.ts'
import { listConversationsOf, listFilesOf, readBesides } from './person-store.ts'

const PAGE_SIZE = 200

type ExportServices = Pick<Services, 'database' | 'estimates' | 'fileLinks' | 'files'>

/**
 * All that is kept of a person, as a zip: `person.json`, one file for each conversation, and what was sent in them. Each
 * entry is read when it is its turn. Internal notes are in it where they are asked for: they are about the person, but not
 * for everybody's eyes.
 */
export async function exportPerson(
  services: ExportServices,
  session: AgentSession,
  visitorId: string,
  { notes }: { notes: boolean },
): Promise<Readable> {
  const person = await getPerson(services, visitorId)
  return Readable.from(zip(entriesOf(services, session, person, notes)))
}

interface Entry {
  name: string
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

async function* entriesOf(
  services: ExportServices,
  session: AgentSession,
  person: Visitor,
  notes: boolean,
): AsyncGenerator<Entry> {
  const { query } = services.database
  const { pages, note } = await readBesides(query, person.id)
  yield { name: 'person.json', content: [json({ ...person, pages, ...(notes && { note }) })] }
  for (const { id } of await listConversationsOf(query, person.id)) {
    const conversation = await readConversation(services, session, id, notes)
    yield { name: `conversations/${id}.json`, content: [json(conversation)] }
  }
  for (const { id, name } of await listFilesOf(query, person.id)) {
    const content = fileOf(join(services.files.folder, id))
    yield { name: `files/${id}/${name}`, content }
  }
}

/** As the visitor has it, or with the notes. */
async function readConversation(
  services: ExportServices,
  session: AgentSession,
  id: string,
  notes: boolean,
): Promise<Conversation & { messages: Message[] }> {
  const row = await accessConversation(services.database, session, id)
  const reader: Session = notes
    ? session
    : {
        kind: 'visitor',
        visitorId: row.visitor_id,
        name: null,
        appUuid: row.app_uuid,
        appId: row.app_id,
        pageHours: null,
      }
  const messages: Message[] = []
  for (let afterSeq = 0, more = true; more; ) {
    const page = await listMessages(services.database, services.fileLinks, reader, row, {
      afterSeq,
      limit: PAGE_SIZE,
    })
    messages.push(...page.messages)
    afterSeq = page.messages.at(-1)?.seq ?? afterSeq
    more = page.more
  }
  return { ...conversationFor(services, reader, row), messages }
}

/** One that is gone from the disk leaves the rest whole. */
async function* fileOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

function json(value: unknown): Uint8Array {
  return strToU8(JSON.stringify(value, null, 2))
}

/** Without compression: pictures have theirs, and nothing has to be kept in memory. */
async function* zip(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  let failure: Error | null = null
  const archive = new Zip((error, chunk) => {
    if (error) failure = error
    else ready.push(chunk)
  })
  const take = () => {
    if (failure) throw failure
    const taken = ready
    ready = []
    return taken
  }
  for await (const { name, content } of entries) {
    const entry = new ZipPassThrough(name)
    archive.add(entry)
    for await (const chunk of content) {
      entry.push(chunk)
      yield* take()
    }
    entry.push(new Uint8Array(0), true)
    yield* take()
  }
  archive.end()
  yield* take()
}
