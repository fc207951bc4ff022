import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { errorCode, StartError } from '../../lifecycle/start-error.ts'
import { giveTo, isOpenToAll, type PostgresUser } from './postgres-user.ts'

const SOCKET_DIR_PREFIX = 'chat-pg-'
/** The system's limit for the path of a Unix socket is 103 (macOS) or 107 bytes. */
const SOCKET_DIR_MAX_BYTES = 103 - '/.s.PGSQL.65535'.length

/** A new private folder for the socket, short enough, and reachable by PostgreSQL's user. */
export function makeSocketDir(user: PostgresUser): string {
  const base = [os.tmpdir(), '/tmp'].find(
    (folder) =>
      Buffer.byteLength(`${folder}/${SOCKET_DIR_PREFIX}123456`) <= SOCKET_DIR_MAX_BYTES &&
      existsSync(folder) &&
      (user.uid === undefined || isOpenToAll(folder)),
  )
  if (base === undefined)
    throw new StartError('PostgreSQL needs a temporary folder; make /tmp, or set TMPDIR.')
  const folder = makePrivate(base)
  giveTo(user, folder)
  return folder
}

function makePrivate(base: string): string {
  try {
    return mkdtempSync(path.join(base, SOCKET_DIR_PREFIX))
  } catch (error) {
    throw new StartError(`The temporary folder ${base} is not writable (${errorCode(error)}); set TMPDIR.`)
  }
}

/** Takes away what a killed PostgreSQL left in it. */
export function emptySocketDir(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { force: true })
}

export function removeSocketDir(folder: string): void {
  // The name was read from a file: never delete what we did not make.
  if (path.basename(folder).startsWith(SOCKET_DIR_PREFIX)) rmSync(folder, { recursive: true, force: true })
}
