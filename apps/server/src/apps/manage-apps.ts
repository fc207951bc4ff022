import { randomBytes } from 'node:crypto'
import {
  type App,
  ChatError,
  type FormField,
  type WidgetConfig,
  type WidgetSettings,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { parseHours } from '../calendars/parse-hours.ts'
import type { Queries } from '../database/database.ts'
import { isForeignKeyViolation, isUniqueViolation } from '../database/errors.ts'
import { findGroupNames } from '../groups/find-group.ts'
import type { Services } from '../services.ts'
import { toOrigin } from './allowed-origins.ts'
import {
  deleteUnusedApp,
  findApp,
  insertApp,
  type NewAppRow,
  listApps as select,
  updateApp,
} from './app-store.ts'
import { appView } from './app-view.ts'

const SECRET_BYTES = 32
const DEFAULTS = { position: 'bottom-right', color: '#1a73e8', greeting: null, language: null } as const

type WidgetFields = { [Name in keyof WidgetSettings]?: WidgetSettings[Name] | undefined }

type AppServices = Pick<Services, 'database' | 'clock' | 'availability'>

export interface AppFields extends WidgetFields {
  name?: string | undefined
  allowedOrigins?: string[] | undefined
  position?: WidgetConfig['position'] | undefined
  color?: string | undefined
  greeting?: string | null | undefined
  language?: string | null | undefined
  identityPolicy?: App['identityPolicy'] | undefined
  previousAgentFirst?: boolean | undefined
  reopenDays?: number | undefined
  closeForm?: FormField[] | null | undefined
  calendarId?: string | null | undefined
  messageWhenNobodyOnline?: boolean | undefined
  keepConversationsDays?: number | null | undefined
  keepFilesDays?: number | null | undefined
}

export async function addApp(
  { database, clock, availability }: AppServices,
  fields: AppFields & { appId: string; name: string },
): Promise<App> {
  refuseSenselessHours(fields.businessHours)
  await refuseUnknownGroups(database.query, fields.choosableGroupIds)
  const row = newAppRow(fields, clock.now())
  await insertApp(database.query, row).catch(refuse)
  await availability.changed()
  return getApp({ database }, row.id)
}

export function newAppRow(fields: AppFields & { appId: string; name: string }, now: Date): NewAppRow {
  return {
    id: uuid(),
    app_id: fields.appId,
    name: fields.name,
    allowed_origins: originsOf(fields.allowedOrigins ?? []),
    position: fields.position ?? DEFAULTS.position,
    color: fields.color ?? DEFAULTS.color,
    greeting: fields.greeting ?? DEFAULTS.greeting,
    language: fields.language ?? DEFAULTS.language,
    identity_secret: newSecret(),
    ...given({ identity_policy: fields.identityPolicy }),
    ...routingFields(fields),
    widget: JSON.stringify(widgetFields(fields)),
    created_at: now,
  }
}

/** Pages that may no longer use the app lose their connections; all others come back by themselves. */
export async function changeApp(
  { database, hangUp, availability }: AppServices & Pick<Services, 'hangUp'>,
  id: string,
  fields: AppFields,
): Promise<App> {
  const { name, position, color, greeting, language, identityPolicy, allowedOrigins } = fields
  const change = {
    ...given({ name, position, color, greeting, language, identity_policy: identityPolicy }),
    ...routingFields(fields),
    ...(allowedOrigins !== undefined && { allowed_origins: originsOf(allowedOrigins) }),
  }
  refuseSenselessHours(fields.businessHours)
  await refuseUnknownGroups(database.query, fields.choosableGroupIds)
  if (!(await updateApp(database.query, id, change, widgetFields(fields)).catch(refuse))) missingApp(id)
  await availability.changed()
  if (allowedOrigins !== undefined) hangUp({ visitorsOf: id })
  return getApp({ database }, id)
}

/** Signs from now on; the one before proves as much until it is ended, so that nobody is locked out in between. */
export async function rotateIdentitySecret(
  { database }: Pick<Services, 'database'>,
  id: string,
): Promise<App> {
  const { identity_secret } = (await findApp(database.query, { id })) ?? missingApp(id)
  const change = { identity_secret: newSecret(), previous_identity_secret: identity_secret }
  await updateApp(database.query, id, change)
  return getApp({ database }, id)
}

export async function endPreviousIdentitySecret(
  { database }: Pick<Services, 'database'>,
  id: string,
): Promise<App> {
  if (!(await updateApp(database.query, id, { previous_identity_secret: null }))) missingApp(id)
  return getApp({ database }, id)
}

export async function getApp({ database }: Pick<Services, 'database'>, id: string): Promise<App> {
  return appView((await findApp(database.query, { id })) ?? missingApp(id))
}

export async function listApps(
  { database }: Pick<Services, 'database'>,
  after: string | undefined,
  limit: number,
): Promise<App[]> {
  return (await select(database.query, after, limit)).map(appView)
}

export async function removeApp({ database }: Pick<Services, 'database'>, id: string): Promise<void> {
  if (!(await findApp(database.query, { id }))) missingApp(id)
  if (!(await deleteUnusedApp(database.query, id))) throw new ChatError('in_use', 'The app has visitors.')
}

/** Of what the widget shows, only what something was said of. */
function widgetFields(fields: WidgetFields) {
  const { prechatForm, sound, businessHours, greetingRules, typingPreview, choosableGroupIds } = fields
  return given({ prechatForm, sound, businessHours, greetingRules, typingPreview, choosableGroupIds })
}

function refuseSenselessHours(given: AppFields['businessHours']): void {
  const parsed = given?.enabled ? parseHours(given.hours) : undefined
  if (!parsed || parsed.ok) return
  throw new ChatError('invalid_payload', `businessHours.hours: ${parsed.error}`, {
    fields: [{ path: 'businessHours.hours', message: parsed.error }],
  })
}

async function refuseUnknownGroups(query: Queries, ids: readonly string[] = []): Promise<void> {
  const known = new Set((await findGroupNames(query, ids)).map((group) => group.id))
  const unknown = ids.findIndex((id) => !known.has(id))
  if (unknown < 0) return
  const path = `choosableGroupIds.${unknown}`
  throw new ChatError('not_found', `${path}: no such group.`, {
    fields: [{ path, message: 'no such group' }],
  })
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

function routingFields(fields: AppFields) {
  const { closeForm } = fields
  return given({
    previous_agent_first: fields.previousAgentFirst,
    reopen_days: fields.reopenDays,
    close_form: closeForm && JSON.stringify(closeForm),
    calendar_id: fields.calendarId,
    message_when_nobody_online: fields.messageWhenNobodyOnline,
    keep_conversations_days: fields.keepConversationsDays,
    keep_files_days: fields.keepFilesDays,
  })
}

/** Without the fields of which nothing was said. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function originsOf(given: string[]): string[] {
  return given.map((text, index) => {
    const origin = toOrigin(text)
    if (origin !== null) return origin
    const message = 'must be like https://www.example.com or https://*.example.com'
    throw new ChatError('invalid_payload', `allowedOrigins.${index}: ${message}.`, {
      fields: [{ path: `allowedOrigins.${index}`, message }],
    })
  })
}

function missingApp(id: string): never {
  throw new ChatError('not_found', `There is no app ${id}.`)
}

function refuse(error: unknown): never {
  if (isForeignKeyViolation(error)) {
    throw new ChatError('invalid_payload', 'calendarId: no such calendar.', {
      fields: [{ path: 'calendarId', message: 'no such calendar' }],
    })
  }
  if (!isUniqueViolation(error)) throw error
  throw new ChatError('name_taken', 'appId: another app has it.', {
    fields: [{ path: 'appId', message: 'another app has it' }],
  })
}
