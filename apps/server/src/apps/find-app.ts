import type { FormField } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import { type AppRow, findApp, insertApp, listApps } from './app-store.ts'
import { newAppRow } from './manage-apps.ts'

export type { AppRow }

export function findAppByName(query: Queries, by: string | { id: string }): Promise<AppRow | undefined> {
  return findApp(query, typeof by === 'string' ? { appId: by } : by)
}

/** What agents of this app are asked when they close. */
export async function findCloseForm(query: Queries, id: string): Promise<FormField[] | null> {
  return (await findApp(query, { id }))?.close_form ?? null
}

/** So long a visitor's next message opens a closed conversation again. */
export async function findReopenDays(query: Queries, id: string): Promise<number> {
  return (await findApp(query, { id }))?.reopen_days ?? 0
}

/** Whether its agents may see what visitors have typed and not yet sent. */
export async function showsTyping(query: Queries, id: string): Promise<boolean> {
  return (await findApp(query, { id }))?.widget.typingPreview ?? false
}

const MOST_APPS = 1_000

/** Every app; an installation has a handful. */
export function listAllApps(query: Queries): Promise<AppRow[]> {
  return listApps(query, undefined, MOST_APPS)
}

/** The same for all apps, by the name that conversations carry. */
export async function listClosingForms(query: Queries): Promise<{ appId: string; fields: FormField[] }[]> {
  const apps = await listAllApps(query)
  return apps.flatMap(({ app_id, close_form }) =>
    close_form && close_form.length > 0 ? [{ appId: app_id, fields: close_form }] : [],
  )
}

/** The app that a new installation has. */
export function insertFirstApp(query: Queries, now: Date): Promise<void> {
  const fields = { appId: 'biometrics-web', name: 'BIOMETRICS Support', greeting: 'Hi! How can we help you?' }
  return insertApp(query, newAppRow(fields, now))
}
