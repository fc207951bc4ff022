import { randomBytes } from 'node:crypto'
import { type App, ChatError, type WidgetConfig } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { isUniqueViolation } from '../database/errors.ts'
import type { Services } from '../services.ts'
import {
  type AppRow,
  deleteUnusedApp,
  findApp,
  insertApp,
  listApps as select,
  updateApp,
} from './app-store.ts'
import { appView } from './app-view.ts'

const SECRET_BYTES = 32
const DEFAULTS = { position: 'bottom-right', color: '#1a73e8', greeting: null, language: null } as const

type AppServices = Pick<Services, 'database' | 'clock'>

export interface AppFields {
  name?: string | undefined
  allowedOrigins?: string[] | undefined
  position?: WidgetConfig['position'] | undefined
  color?: string | undefined
  greeting?: string | null | undefined
  language?: string | null | undefined
}

export async function addApp(
  { database, clock }: AppServices,
  fields: AppFields & { appId: string; name: string },
): Promise<App> {
  const row = newAppRow(fields, clock.now())
  await insertApp(database.query, row).catch(refuseTakenName)
  return appView(row)
}

export function newAppRow(fields: AppFields & { appId: string; name: string }, now: Date): AppRow {
  return {
    id: uuid(),
    app_id: fields.appId,
    name: fields.name,
    allowed_origins: originsOf(fields.allowedOrigins ?? []),
    position: fields.position ?? DEFAULTS.position,
    color: fields.color ?? DEFAULTS.color,
    greeting: fields.greeting ?? DEFAULTS.greeting,
    language: fields.language ?? DEFAULTS.language,
    identity_secret: randomBytes(SECRET_BYTES).toString('base64url'),
    created_at: now,
  }
}

/** Pages that may no longer use the app lose their connections; all others come back by themselves. */
export async function changeApp(
  { database, hangUp }: AppServices & Pick<Services, 'hangUp'>,
  id: string,
  fields: AppFields,
): Promise<App> {
  const { allowedOrigins, ...rest } = fields
  const change = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(allowedOrigins !== undefined && { allowed_origins: originsOf(allowedOrigins) }),
  }
  if (!(await updateApp(database.query, id, change))) missingApp(id)
  if (allowedOrigins !== undefined) hangUp({ visitorsOf: id })
  return getApp({ database }, id)
}

export async function getApp({ database }: Pick<Services, 'database'>, id: string): Promise<App> {
  return appView((await findApp(database.query, { id })) ?? missingApp(id))
}

export async function listApps(
  { database }: AppServices,
  after: string | undefined,
  limit: number,
): Promise<App[]> {
  return (await select(database.query, after, limit)).map(appView)
}

export async function removeApp({ database }: AppServices, id: string): Promise<void> {
  if (!(await findApp(database.query, { id }))) missingApp(id)
  if (!(await deleteUnusedApp(database.query, id))) throw new ChatError('in_use', 'The app has visitors.')
}

/** An origin is scheme, host and port alone, as browsers send it. */
function originsOf(given: string[]): string[] {
  return given.map((text, index) => {
    const url = URL.parse(text)
    if (url && url.origin !== 'null' && (url.pathname === '/' || url.pathname === '')) return url.origin
    throw new ChatError('invalid_payload', `allowedOrigins.${index}: must be like https://www.example.com.`, {
      fields: [{ path: `allowedOrigins.${index}`, message: 'must be like https://www.example.com' }],
    })
  })
}

function missingApp(id: string): never {
  throw new ChatError('not_found', `There is no app ${id}.`)
}

function refuseTakenName(error: unknown): never {
  if (!isUniqueViolation(error)) throw error
  throw new ChatError('name_taken', 'appId: another app has it.', {
    fields: [{ path: 'appId', message: 'another app has it' }],
  })
}
