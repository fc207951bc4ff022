import {
  type CannedImportReply,
  type CannedResponse,
  ChatError,
  newCannedResponse,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { parseCsv } from '../csv/parse-csv.ts'
import type { Queries } from '../database/database.ts'
import { listGroups } from '../groups/manage-groups.ts'
import { withoutGuard, writeCsv } from '../csv/write-csv.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { findTwin, insertCannedResponse, updateCannedResponse } from './canned-response-store.ts'
import { columnsOf, listCannedResponses, requirePlace } from './manage-canned-responses.ts'

type Format = 'csv' | 'json'
type ExchangeServices = Pick<Services, 'database' | 'clock'>

const MOST = 10_000
const COLUMNS = ['shortcut', 'title', 'content', 'category', 'tags', 'scope', 'group', 'language'] as const

/** All that the agent may see, to be read by people, spreadsheets and the import. Groups go by their names. */
export async function exportCannedResponses(
  services: ExchangeServices,
  session: AgentSession,
  format: Format,
): Promise<string> {
  const responses = await listCannedResponses(services, session, undefined, MOST)
  const groups = new Map((await listGroups(services, undefined, MOST)).map(({ id, name }) => [id, name]))
  const entries = responses.map((response) => entryOf(response, groups))
  if (format === 'json') return `${JSON.stringify(entries, null, 2)}\n`
  return writeCsv([
    COLUMNS,
    ...entries.map((entry) =>
      COLUMNS.map((column) => (column === 'tags' ? entry.tags.join(', ') : entry[column])),
    ),
  ])
}

function entryOf(response: CannedResponse, groups: ReadonlyMap<string, string>) {
  const { shortcut, title, content, category, tags, scope, groupId, language, attachments } = response
  return {
    shortcut,
    title,
    content,
    category,
    tags,
    scope,
    group: groupId === null ? null : (groups.get(groupId) ?? null),
    language,
    attachments,
  }
}

/** Adds what is new and changes what is there; each that makes no sense is left out and said, and keeps no other back. */
export async function importCannedResponses(
  services: ExchangeServices,
  session: AgentSession,
  { format, text }: { format: Format; text: string },
): Promise<CannedImportReply> {
  const entries = format === 'json' ? readJson(text) : readTable(text)
  const groups = await listGroups(services, undefined, MOST)
  const reply: CannedImportReply = { added: 0, changed: 0, problems: [] }
  for (const [index, entry] of entries.entries()) {
    try {
      const how = await services.database.query
        .transaction()
        .execute((trx) => importOne(trx, session, withGroup(entry, groups), services.clock.now()))
      reply[how] += 1
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      reply.problems.push({ line: index + 1, message: error.message })
    }
  }
  return reply
}

async function importOne(
  trx: Queries,
  session: AgentSession,
  entry: Record<string, unknown>,
  now: Date,
): Promise<'added' | 'changed'> {
  const parsed = newCannedResponse.safeParse(entry)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ChatError('invalid_payload', `${issue?.path.join('.') || 'entry'}: ${issue?.message}`)
  }
  await requirePlace(trx, parsed.data, session)
  const columns = columnsOf(parsed.data, session)
  const twin = await findTwin(trx, columns)
  if (twin === undefined) {
    await insertCannedResponse(trx, { ...columns, id: uuid(), created_at: now })
    return 'added'
  }
  // A table has no room for files; those that are there stay.
  const { attachments, ...change } = columns
  await updateCannedResponse(trx, twin, 'attachments' in entry ? { ...change, attachments } : change)
  return 'changed'
}

function withGroup(
  { group, ...entry }: Record<string, unknown>,
  groups: readonly { id: string; name: string }[],
): Record<string, unknown> {
  if (group === null || group === undefined || group === '') return entry
  const found = groups.find(({ name }) => name === group)
  if (!found) throw new ChatError('invalid_payload', `group: there is no group “${String(group)}”`)
  return { ...entry, groupId: found.id }
}

function readJson(text: string): Record<string, unknown>[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuseText('is no JSON')
  }
  const items = Array.isArray(value) ? value : null
  if (!items?.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)))
    return refuseText('must be a list of objects')
  // An export of the REST interface is taken too: what the product gives by itself is left out.
  return items.slice(0, MOST).map(({ id: _id, uses: _uses, ...entry }) => entry)
}

function readTable(text: string): Record<string, unknown>[] {
  const plain = text.replace(/^\uFEFF/, '')
  const [head = ''] = plain.split(/\r?\n/, 1)
  const separator = head.includes(';') && !head.includes(',') ? ';' : ','
  const [header, ...rows] = parseCsv(plain, separator)
  const names = (header ?? []).map((name) => name.trim().toLowerCase())
  for (const needed of ['shortcut', 'title', 'content'])
    if (!names.includes(needed)) refuseText(`has no column “${needed}”`)
  return rows.slice(0, MOST).map((row) => {
    const entry: Record<string, unknown> = {}
    for (const [index, name] of names.entries()) {
      const value = withoutGuard(row[index] ?? '')
      if (value === '' || !COLUMNS.some((column) => column === name)) continue
      entry[name] =
        name === 'tags'
          ? value
              .split(',')
              .map((tag) => tag.trim())
              .filter(Boolean)
          : value
    }
    return entry
  })
}

function refuseText(message: string): never {
  throw new ChatError('invalid_payload', `text: ${message}.`, { fields: [{ path: 'text', message }] })
}
