import { sql } from 'kysely'
import { errorCode, StartError } from '../lifecycle/start-error.ts'
import { type DatabaseConnection, openDatabase } from './database.ts'

const OLDEST_MAJOR = 15
const VERSION_PER_MAJOR = 10_000

/** Makes sure that the operator's PostgreSQL answers and is new enough, before anything is built on it. */
export async function checkDatabase(connection: DatabaseConnection): Promise<void> {
  const database = openDatabase(connection)
  const version = await sql<{ number: number }>`select current_setting('server_version_num')::int as number`
    .execute(database.query)
    .then(({ rows }) => rows[0]?.number ?? 0)
    .catch((error: unknown) => {
      throw new StartError(`The PostgreSQL of DATABASE_URL does not answer: ${reasonOf(error)}.`)
    })
    .finally(() => database.close())
  const major = Math.floor(version / VERSION_PER_MAJOR)
  if (major < OLDEST_MAJOR)
    throw new StartError(
      `The PostgreSQL of DATABASE_URL is version ${major}; ${OLDEST_MAJOR} or later is needed.`,
    )
}

/** A name with several addresses fails with an error that has no message of its own. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  return message || (errorCode(error) ?? 'unknown error')
}
