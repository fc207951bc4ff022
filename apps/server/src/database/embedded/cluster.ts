import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { errorCode, StartError } from '../../lifecycle/start-error.ts'
import type { Binaries } from './binaries.ts'
import { giveTo, type PostgresUser } from './postgres-user.ts'

/** The major version of the packages; a newer one needs the data converted first. */
const MAJOR = '18'

/**
 * How the programs are told where the data is, with the folder as their working directory.
 * Relative to itself on Linux: a process started by root in a folder may stay there although its user could not walk
 * there (/root is closed), and no path is too long.
 */
export const DATA_ARGUMENT = process.platform === 'linux' ? '/proc/self/cwd' : '.'

/** Makes the database cluster unless it is there. */
export function ensureCluster(clusterDir: string, { initdb }: Binaries, user: PostgresUser): void {
  const versionFile = path.join(clusterDir, 'PG_VERSION')
  if (!existsSync(versionFile)) createCluster(clusterDir, initdb, user)
  const major = readFileSync(versionFile, 'utf8').trim()
  if (major !== MAJOR)
    throw new StartError(
      `The database in ${clusterDir} was made by PostgreSQL ${major}, this server brings ${MAJOR}; start the version that made it, and move the data with pg_dump.`,
    )
}

/** Built under another name, so that a start cut off half-way leaves nothing that looks like a database. */
function createCluster(clusterDir: string, initdb: string, user: PostgresUser): void {
  const unfinished = `${clusterDir}.init`
  try {
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartError(`No database can be made in ${path.dirname(clusterDir)} (${errorCode(error)}).`)
  }
  giveTo(user, unfinished)
  const result = spawnSync(initdb, INITDB_ARGUMENTS, { ...user, cwd: unfinished, encoding: 'utf8' })
  if (result.error !== undefined) throw cannotRun(result.error)
  if (result.status !== 0)
    throw new StartError(`PostgreSQL could not make its database: ${lastLine(result.stderr)}`)
  renameSync(unfinished, clusterDir)
}

const INITDB_ARGUMENTS = [
  `--pgdata=${DATA_ARGUMENT}`,
  '--username=postgres',
  // The same order of text on every machine, whatever its own language.
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  // No password is needed where nobody but us can reach the socket; nothing else may connect.
  '--auth-local=trust',
  '--auth-host=reject',
]

/** The programs themselves could not be started, before they could say why. */
export function cannotRun(error: Error): StartError {
  return new StartError(
    `The embedded PostgreSQL cannot be run on this system (${errorCode(error)}; it needs glibc on Linux); set DATABASE_URL to a PostgreSQL 15 or later.`,
  )
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
