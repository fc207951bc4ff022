import { sql } from 'kysely'
import { errorCode, StartError } from '../lifecycle/start-error.ts'
import { type DatabaseConnection, openDatabase } from './database.ts'

const OLDEST_MAJOR = 15
const VERSION_PER_MAJOR = 10_000

/** Without any one of these PostgreSQL says "committed" before the disk has it. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'] as const

interface CheckOptions {
  /** Where nobody's messages are at stake a warning is enough. */
  isDevelopment: boolean
  tell(sentence: string): void
}

/** Makes sure that the operator's PostgreSQL answers, is new enough and keeps what it commits, before anything is built on it. */
export async function checkDatabase(
  connection: DatabaseConnection,
  { isDevelopment, tell }: CheckOptions,
): Promise<void> {
  const { version, off } = await readFacts(connection)
  const major = Math.floor(version / VERSION_PER_MAJOR)
  if (major < OLDEST_MAJOR)
    throw new StartError(
      `The PostgreSQL of DATABASE_URL is version ${major}; ${OLDEST_MAJOR} or later is needed.`,
    )
  if (off.length === 0) return
  const sentence = `The PostgreSQL of DATABASE_URL has ${off.join(' and ')} off and could lose messages that it has confirmed; set ${off.length > 1 ? 'them' : 'it'} to on.`
  if (!isDevelopment) throw new StartError(sentence)
  tell(`Only because this is development: ${sentence}`)
}

async function readFacts(connection: DatabaseConnection): Promise<{ version: number; off: string[] }> {
  const database = openDatabase(connection)
  try {
    const { rows } = await sql<{ name: string; setting: string }>`
      select name, current_setting(name) as setting from unnest(${['server_version_num', ...DURABLE]}::text[]) as name
    `.execute(database.query)
    const settings = new Map(rows.map(({ name, setting }) => [name, setting]))
    return {
      version: Number(settings.get('server_version_num')),
      off: DURABLE.filter((name) => settings.get(name) === 'off'),
    }
  } catch (error) {
    throw new StartError(`The PostgreSQL of DATABASE_URL does not answer: ${reasonOf(error)}.`)
  } finally {
    await database.close()
  }
}

/** A name with several addresses fails with an error that has no message of its own. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  return message || (errorCode(error) ?? 'unknown error')
}
