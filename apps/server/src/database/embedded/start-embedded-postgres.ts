import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { hasEnded, isRunning } from '../../lifecycle/process-identity.ts'
import { StartError } from '../../lifecycle/start-error.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { cannotRun, DATA_ARGUMENT, ensureCluster } from './cluster.ts'
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts'
import { abandonedSocketDir, clearStaleLock, findPostmaster, type Postmaster } from './postmaster.ts'
import { emptySocketDir, makeSocketDir, removeSocketDir } from './socket-dir.ts'

/** PostgreSQL's own settings, as in `postgresql.conf`. */
export type PostgresSettings = Record<string, string | number | boolean>

export interface EmbeddedPostgres {
  connection: { host: string; port: number; user: string; database: string }
  /** It ran already: the server that had started it was killed. */
  adopted: boolean
  isRunning(): boolean
  /** Starts it again at the same address after it has died. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Long enough to replay a full write-ahead log on a slow disk. */
const START_TIMEOUT_MS = 180_000
const STOP_TIMEOUT_MS = 30_000
const POLL_MS = 10
const RETRY_MS = 100
const PORT = 5432
const LOG_MAX_BYTES = 5 * 1024 * 1024

const SETTINGS: PostgresSettings = {
  // Only the socket: no port that another program could take, or another user could reach.
  listen_addresses: '',
  cluster_name: 'biometrics-chat',
  log_checkpoints: false,
  // A new file of the write-ahead log holds up every commit while it is filled with zeros. What a rush has made, 1 GB at most
  // (`max_wal_size`), is kept for the next one; a server that has seen none has a few files.
  min_wal_size: '1GB',
  // What people write to each other does not belong into a log file.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** Starts the PostgreSQL of the npm packages on `dataDir/postgres`, or takes over the one that runs there. */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  settings?: PostgresSettings
}): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir)
  const clusterDir = path.join(dataDir, 'postgres')
  const user = choosePostgresUser(clusterDir)
  const binaries = findBinaries({ asOtherUser: user.uid !== undefined })
  ensureCluster(clusterDir, binaries, user)

  const launch = (socketDir: string) =>
    untilReady({
      binaries,
      user,
      clusterDir,
      socketDir,
      logFile: path.join(dataDir, 'postgres.log'),
      settings: { ...SETTINGS, ...options.settings },
    })
  const abandoned = abandonedSocketDir(clusterDir)
  if (abandoned !== null) removeSocketDir(abandoned)
  const socketDir = makeSocketDir(user)
  let { postmaster, adopted } = await launch(socketDir).catch((error: unknown) => {
    removeSocketDir(socketDir)
    throw error
  })
  if (adopted) removeSocketDir(socketDir)

  return {
    connection: { host: postmaster.socketDir, port: postmaster.port, user: 'postgres', database: 'postgres' },
    adopted,
    isRunning: () => isRunning(postmaster.process),
    restart: async () => {
      ;({ postmaster } = await launch(postmaster.socketDir))
    },
    stop: () => stopPostmaster(postmaster),
  }
}

interface Launch {
  binaries: Binaries
  user: PostgresUser
  clusterDir: string
  socketDir: string
  logFile: string
  settings: PostgresSettings
}

/** Adopts or starts, again and again while another PostgreSQL on the same data is only just starting or stopping. */
async function untilReady(launch: Launch): Promise<{ postmaster: Postmaster; adopted: boolean }> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    const running = findPostmaster(launch.clusterDir)
    if (running?.ready) return { postmaster: running, adopted: true }
    if (running === null) {
      const postmaster = await startPostmaster(launch, deadline)
      if (postmaster !== null) return { postmaster, adopted: false }
    }
    await pause(RETRY_MS)
  }
  throw new StartError(`PostgreSQL was not ready within ${START_TIMEOUT_MS / 1000} s; see ${launch.logFile}.`)
}

const WORTH_ANOTHER_TRY = /lock file .* (already exists|is empty)|shared memory block .* still in use/

/** Null when another one still holds the data. */
async function startPostmaster(launch: Launch, deadline: number): Promise<Postmaster | null> {
  const { clusterDir, socketDir, logFile, user, binaries } = launch
  clearStaleLock(clusterDir)
  emptySocketDir(socketDir)
  const log = openLog(logFile)
  const child = spawn(binaries.postgres, postgresArguments(launch), {
    ...user,
    cwd: clusterDir,
    // Apart from our process group: Ctrl-C reaches everything in it, and the server still has to write.
    detached: true,
    stdio: ['ignore', log.file, log.file],
  })
  closeSync(log.file)
  child.unref()
  let spawnError: Error | null = null
  child.once('error', (error) => {
    spawnError = error
  })

  while (Date.now() < deadline) {
    await pause(POLL_MS)
    if (spawnError !== null) throw cannotRun(spawnError)
    if (child.exitCode !== null || child.signalCode !== null) break
    const postmaster = findPostmaster(clusterDir)
    if (postmaster?.ready && postmaster.process.pid === child.pid) return postmaster
  }
  const said = readFileSync(logFile).subarray(log.startsAt).toString()
  if (WORTH_ANOTHER_TRY.test(said)) return null
  const reason =
    /(?:FATAL|PANIC): +(.*)/.exec(said)?.[1] ?? `it ended with ${child.signalCode ?? child.exitCode}`
  throw new StartError(`PostgreSQL could not start: ${reason}; see ${logFile}.`)
}

function postgresArguments({ socketDir, settings }: Launch): string[] {
  const all = { ...settings, unix_socket_directories: socketDir }
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', DATA_ARGUMENT, '-p', String(PORT), ...options]
}

/** A file, not a pipe to us: PostgreSQL may outlive this process. */
function openLog(logFile: string): { file: number; startsAt: number } {
  if (existsSync(logFile) && statSync(logFile).size > LOG_MAX_BYTES) renameSync(logFile, `${logFile}.old`)
  const file = openSync(logFile, 'a', 0o600)
  return { file, startsAt: statSync(logFile).size }
}

async function stopPostmaster({ process: identity, socketDir }: Postmaster): Promise<void> {
  // SIGINT ends connections and writes everything down, SIGQUIT leaves that to the next start.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (isRunning(identity)) process.kill(identity.pid, signal)
    if (await hasEnded(identity, STOP_TIMEOUT_MS)) break
  }
  removeSocketDir(socketDir)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
