import { insertFirstApp } from '../apps/find-app.ts'
import { insertCannedResponses } from '../canned-responses/manage-canned-responses.ts'
import type { Database } from '../database/database.ts'
import { insertDefaultGroup } from '../groups/manage-groups.ts'
import { isInstalled, lockInstallation } from './installation-store.ts'

/** What a new installation has: one app, one group with every agent in it, and two canned responses. */
export async function install(database: Database, now: Date): Promise<void> {
  await database.query.transaction().execute(async (trx) => {
    await lockInstallation(trx)
    if (await isInstalled(trx)) return
    await insertDefaultGroup(trx, 'Support', now)
    await insertFirstApp(trx, now)
    await insertCannedResponses(trx, FIRST_RESPONSES, now)
  })
}

const FIRST_RESPONSES = [
  {
    title: 'Greeting',
    shortcut: '/hi',
    content: 'Hi {{name}}! Thanks for reaching out to BIOMETRICS support. How can I help you today?',
    category: 'General',
    tags: ['greeting', 'start'],
  },
  {
    title: 'Billing Question',
    shortcut: '/billing',
    content:
      'I understand you have a billing question. Let me look into that for you. Can you please provide your account email?',
    category: 'Billing',
    tags: ['billing', 'payment'],
  },
]
