import type { BotReport, UnansweredReport } from '@biometrics/chat-protocol'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { groupQuestions } from './group-questions.ts'
import { requireApp } from './require-app.ts'
import { dismissQuestions, listOpenQuestions, readNumbers } from './report-store.ts'

const DAY_MS = 86_400_000
/** The newest; a report of more would be read by nobody. */
const QUESTIONS_MAX = 2_000

/** What was asked and not surely answered, what is alike together. */
export async function reportUnanswered(
  { database }: Pick<Services, 'database'>,
  session: AgentSession,
  appUuid: string,
): Promise<UnansweredReport> {
  await requireApp(database.query, appUuid)
  const rows = await listOpenQuestions(database.query, eyesOf(session), appUuid, QUESTIONS_MAX)
  return { items: groupQuestions(rows), questions: rows.length }
}

/** They need no article, or have one by now. */
export async function dismissUnanswered(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  session: AgentSession,
  appUuid: string,
  ids: readonly string[],
): Promise<void> {
  await requireApp(database.query, appUuid)
  await dismissQuestions(database.query, eyesOf(session), appUuid, ids, clock.now())
}

export async function reportBot(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  appUuid: string,
  days: number,
): Promise<BotReport> {
  await requireApp(database.query, appUuid)
  const since = new Date(clock.now().getTime() - days * DAY_MS)
  return { since: since.toISOString(), ...(await readNumbers(database.query, appUuid, since)) }
}
