import { chownSync, existsSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { errorCode, StartError } from '../../lifecycle/start-error.ts'

/** The user that PostgreSQL runs as; empty means ours. */
export type PostgresUser = { uid: number; gid: number } | Record<string, never>

/** The ids of "nobody" on Linux. */
const NOBODY = 65534

/** PostgreSQL refuses to run as root: then the owner of the existing cluster, or nobody, runs it. */
export function choosePostgresUser(clusterDir: string): PostgresUser {
  const own = process.getuid?.()
  const owner = existsSync(clusterDir) ? statSync(clusterDir) : null
  if (own === 0) return owner !== null && owner.uid !== 0 ? owner : { uid: NOBODY, gid: NOBODY }
  if (owner !== null && owner.uid !== own)
    throw new StartError(
      `The database in ${clusterDir} belongs to another user (uid ${owner.uid}); start the server as that user or as root.`,
    )
  return {}
}

/** Hands a folder over to PostgreSQL's user. */
export function giveTo({ uid, gid }: PostgresUser, folder: string): void {
  if (uid === undefined || gid === undefined) return
  try {
    chownSync(folder, uid, gid)
  } catch (error) {
    throw new StartError(
      `PostgreSQL cannot run as root, and ${folder} cannot be given to user ${uid} (${errorCode(error)}); start the server as an ordinary user, or set DATABASE_URL.`,
    )
  }
}

/** Whether any user may walk into this folder. */
export function isOpenToAll(folder: string): boolean {
  for (let at = realpathSync(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}
