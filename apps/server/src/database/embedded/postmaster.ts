import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { answersSignals, identifyProcess, type ProcessIdentity } from '../../lifecycle/process-identity.ts'
import { errorCode } from '../../lifecycle/start-error.ts'

/** A running PostgreSQL as it describes itself in `postmaster.pid`. */
export interface Postmaster {
  process: ProcessIdentity
  port: number
  socketDir: string
  ready: boolean
}

/** The PostgreSQL that now serves this cluster, or null. */
export function findPostmaster(clusterDir: string): Postmaster | null {
  const file = readPidFile(clusterDir)
  if (file === null || file.port === 0) return null
  const process = identifyProcess(file.pid)
  if (process === null || !servesCluster(file.pid, clusterDir)) return null
  return { process, port: file.port, socketDir: file.socketDir, ready: file.status === 'ready' }
}

/** A new postmaster writes its lock file within a moment of making it. */
const EMPTY_LOCK_MAX_MS = 5_000

/**
 * Removes a lock file that PostgreSQL would believe although its writer has gone: the pid is a zombie's, or was given to
 * another program, or never came to be written. Every other one PostgreSQL judges itself.
 */
export function clearStaleLock(clusterDir: string): void {
  const file = readPidFile(clusterDir)
  if (file === null) return
  const stale =
    file.pid === 0
      ? file.ageMs > EMPTY_LOCK_MAX_MS
      : answersSignals(file.pid) &&
        (identifyProcess(file.pid) === null || !servesCluster(file.pid, clusterDir))
  if (stale) rmSync(pidFile(clusterDir), { force: true })
}

/** The socket folder of the PostgreSQL that has gone, if it left one. */
export function abandonedSocketDir(clusterDir: string): string | null {
  return findPostmaster(clusterDir) === null ? readPidFile(clusterDir)?.socketDir || null : null
}

function pidFile(clusterDir: string): string {
  return path.join(clusterDir, 'postmaster.pid')
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory, status. Written top to bottom. */
function readPidFile(clusterDir: string) {
  try {
    const writtenAt = statSync(pidFile(clusterDir)).mtimeMs
    const lines = readFileSync(pidFile(clusterDir), 'utf8').split('\n')
    return {
      ageMs: Date.now() - writtenAt,
      pid: Number(lines[0]),
      port: Number(lines[3] ?? 0),
      socketDir: lines[4] ?? '',
      status: (lines[7] ?? '').trim(),
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

function servesCluster(pid: number, clusterDir: string): boolean {
  try {
    if (process.platform !== 'linux') return programName(pid) === 'postgres'
    return programName(pid) === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir)
  } catch {
    return false
  }
}

function programName(pid: number): string {
  const command =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]
      : spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return path.basename(command ?? '')
}
