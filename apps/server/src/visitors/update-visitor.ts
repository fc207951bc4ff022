import type { Page, VisitorProfile } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import type { Services } from '../services.ts'
import type { VisitorSession } from '../session.ts'
import { insertPage } from './profile-store.ts'
import { changeVisitor, moveVisitor, type VisitorChange } from './visitor-store.ts'

/** What a visitor says of themselves replaces what was said before; the rest stays. */
export async function updateVisitor(query: Queries, id: string, profile: VisitorProfile): Promise<void> {
  const change = profileChange(profile)
  if (Object.keys(change).length > 0) await changeVisitor(query, id, change)
}

export function profileChange({ attributes, ...profile }: VisitorProfile): VisitorChange {
  const said = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined))
  return attributes === undefined ? said : { ...said, attributes: JSON.stringify(attributes) }
}

export function pageChange(page: Page): string {
  return JSON.stringify({ url: page.url, title: page.title ?? null, referrer: page.referrer ?? null })
}

/** Where a visitor came to, for agents to look back at. */
export async function notePage(query: Queries, visitorId: string, page: Page, at: Date): Promise<void> {
  await insertPage(query, { visitorId, url: page.url, title: page.title ?? null, at })
}

/** Where the visitor is now. */
export async function viewPage(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  session: VisitorSession,
  page: Page,
): Promise<void> {
  const now = clock.now()
  await moveVisitor(database.query, session.visitorId, page, now)
  await notePage(database.query, session.visitorId, page, now)
}
