import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { identifyProcess, type ProcessIdentity } from '../../lifecycle/process-identity.ts'
import { removeSocketDir } from './socket-dir.ts'

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

/**
 * Removes what a PostgreSQL that has gone left behind: its lock file, which PostgreSQL would believe when the pid is a
 * zombie's or was given to another program, and its socket folder unless it is to be used again. Processes of it that still live do not suffer: the
 * new one refuses to start while their shared memory is in use.
 */
export function clearStaleLock(clusterDir: string, socketDir: string): void {
  const file = readPidFile(clusterDir)
  if (file === null || (identifyProcess(file.pid) !== null && servesCluster(file.pid, clusterDir))) return
  rmSync(pidFile(clusterDir), { force: true })
  if (file.socketDir !== socketDir) removeSocketDir(file.socketDir)
}

function pidFile(clusterDir: string): string {
  return path.join(clusterDir, 'postmaster.pid')
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory, status. Written top to bottom. */
function readPidFile(clusterDir: string) {
  if (!existsSync(pidFile(clusterDir))) return null
  const lines = readFileSync(pidFile(clusterDir), 'utf8').split('\n')
  return {
    pid: Number(lines[0]),
    port: Number(lines[3] ?? 0),
    socketDir: lines[4] ?? '',
    status: (lines[7] ?? '').trim(),
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
