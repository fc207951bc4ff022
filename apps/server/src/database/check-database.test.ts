import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { startOwnPostgres } from '../testing/own-postgres.ts'
import { checkDatabase } from './check-database.ts'
import { openDatabase } from './database.ts'

test('[DL1] a PostgreSQL that may lose what it confirmed is refused, with a warning in development', async () => {
  const postgres = await startOwnPostgres()
  onTestFinished(() => postgres.stop())
  const told: string[] = []
  const check = (isDevelopment = false) =>
    checkDatabase(postgres.connection, { isDevelopment, tell: (sentence) => told.push(sentence) })
  const set = async (...statements: string[]) => {
    const database = openDatabase(postgres.connection)
    for (const statement of [...statements, 'select pg_reload_conf()']) {
      await sql.raw(statement).execute(database.query)
    }
    await database.close()
  }

  await check()
  for (const setting of ['fsync', 'full_page_writes']) {
    await set(`alter system set ${setting} = off`)
    await expect.poll(() => check().catch((error) => error.message)).toContain(`has ${setting} off`)
    await set(`alter system reset ${setting}`)
    await expect.poll(() => check().catch((error) => error.message)).toBeUndefined()
  }

  await set('alter database postgres set synchronous_commit = off')
  await expect(check()).rejects.toThrow(
    'The PostgreSQL of DATABASE_URL has synchronous_commit off and could lose messages that it has confirmed; set it to on.',
  )
  expect(told).toEqual([])
  await check(true)
  expect(told).toEqual([expect.stringContaining('has synchronous_commit off')])
})
