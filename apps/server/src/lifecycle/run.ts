import { type Config, readConfig } from '../config/config.ts'
import { readEnv } from '../config/env.ts'
import { checkDatabase } from '../database/check-database.ts'
import type { DatabaseConnection } from '../database/database.ts'
import { startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { type RunningServer, startServer } from '../server.ts'
import { announcement } from './announcement.ts'
import { claimDataDir, makeDataDir } from './data-dir.ts'
import { keepPostgresRunning } from './keep-postgres-running.ts'
import { errorCode, StartError } from './start-error.ts'
import { stopSignal } from './stop-signal.ts'

/** Undoes what was started; the last started is the first to stop. */
type Stops = (() => void | Promise<void>)[]

/** Orchestrators kill after 30 s. */
const STOP_TIMEOUT_MS = 25_000

/** The whole life of the server process, from its settings to its exit code. */
export async function run(): Promise<never> {
  const stops: Stops = []
  let exitCode = 0
  try {
    const asked = stopSignal(tell)
    const config = readConfig(readEnv())
    const server = await start(config, stops)
    const accounts = process.argv.includes('--demo') ? await fillWithDemo(server) : []
    process.stdout.write(`${announcement({ ...server, accounts })}\n`)
    await asked
  } catch (error) {
    exitCode = 1
    if (error instanceof StartError) tell(error.message)
    else console.error(error)
  }
  if (!(await stopAll(stops))) exitCode = 1
  process.exit(exitCode)
}

async function start(config: Config, stops: Stops) {
  const dataDir = makeDataDir(config.dataDir)
  const connection = await startDatabase(config, dataDir, stops)
  const server = await startServer({
    config: { ...config, dataDir },
    connection,
    logger: { level: config.logLevel },
    restored: process.argv.includes('--restored'),
  }).catch((error: unknown) => {
    throw explain(error, config)
  })
  stops.push(server.stop)
  return server
}

/** Loaded only when asked for: a real installation never runs it. */
async function fillWithDemo(server: RunningServer) {
  const { fillDemo } = await import('../demo/fill.ts')
  const { accounts } = await fillDemo(server)
  return accounts
}

async function startDatabase(config: Config, dataDir: string, stops: Stops): Promise<DatabaseConnection> {
  if (config.databaseUrl !== null) {
    const connection = { connectionString: config.databaseUrl }
    await checkDatabase(connection, { isDevelopment: config.isDevelopment, tell })
    return connection
  }
  // Servers that share a database may share the folder of the uploads as well; a PostgreSQL has one server.
  stops.push(await claimDataDir(dataDir))
  const postgres = await startEmbeddedPostgres({ dataDir })
  stops.push(postgres.stop, keepPostgresRunning(postgres, tell))
  return postgres.connection
}

/** What an operator can mend, in words; everything else is our own fault and stays as it is. */
function explain(error: unknown, { host, port, databaseUrl }: Config): unknown {
  const code = errorCode(error)
  if (code === 'EADDRINUSE')
    return new StartError(
      `Port ${port} is taken by another program; stop that one, or set PORT to another number.`,
    )
  if (code === 'EACCES' && port !== 0 && port < FIRST_FREE_PORT)
    return new StartError(
      `Port ${port} may not be used by this user; set PORT to ${FIRST_FREE_PORT} or more.`,
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`HOST ${host} is no address of this machine; set HOST to 127.0.0.1 or 0.0.0.0.`)
  // SQLSTATE 42501: insufficient privilege.
  if (code === '42501' && databaseUrl !== null && error instanceof Error)
    return new StartError(`The user of DATABASE_URL may not make tables: ${error.message}.`)
  return error
}

const FIRST_FREE_PORT = 1024

async function stopAll(stops: Stops): Promise<boolean> {
  const timer = setTimeout(() => {
    tell(`Not everything had stopped within ${STOP_TIMEOUT_MS / 1000} s; it is left behind.`)
    process.exit(1)
  }, STOP_TIMEOUT_MS)
  let allStopped = true
  for (const stop of stops.toReversed()) {
    try {
      await stop()
    } catch (error) {
      allStopped = false
      console.error(error)
    }
  }
  clearTimeout(timer)
  return allStopped
}

/** For the operator; standard output is for addresses and the log. */
function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
