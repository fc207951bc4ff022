import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts'
import { errorCode, StartError } from './start-error.ts'

const CLAIM_ATTEMPTS = 5
const CLAIM_PAUSE_MAX_MS = 200

/** The full path of the data folder, made if it was not there. */
export function makeDataDir(dataDir: string): string {
  const folder = path.resolve(dataDir)
  makeWritable(folder)
  return folder
}

/**
 * Claims the folder for this server alone; the returned function gives it back.
 *
 * Each server puts a file with its identity into `lock/`, then looks for files of other living ones; whoever finds one
 * withdraws. So two can never both stay, and what a killed server left is recognised without anyone having to replace
 * a file that another might replace at the same moment.
 */
export async function claimDataDir(folder: string): Promise<() => void> {
  const lockDir = path.join(folder, 'lock')
  makeWritable(lockDir)
  const self = identifyProcess(process.pid)
  if (self === null) throw new StartError('The system does not tell when this process was started.')

  for (let attempt = 1; ; attempt++) {
    const release = plantFlag(lockDir, self, folder)
    const other = otherServer(lockDir, self)
    if (other === null) return release
    release()
    if (attempt === CLAIM_ATTEMPTS) throw alreadyRunning(other.pid, folder)
    // Two that start in the same instant both withdraw; unequal pauses let one of them through.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * CLAIM_PAUSE_MAX_MS))
  }
}

function plantFlag(lockDir: string, self: ProcessIdentity, folder: string): () => void {
  const flag = path.join(lockDir, `${self.pid}-${self.startedAt}`)
  try {
    writeFileSync(flag, '', { flag: 'wx' })
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw alreadyRunning(self.pid, folder)
    throw notWritable(lockDir, error)
  }
  return () => rmSync(flag, { force: true })
}

function otherServer(lockDir: string, self: ProcessIdentity): ProcessIdentity | null {
  for (const name of readdirSync(lockDir)) {
    const [, pid, startedAt] = /^(\d+)-([\w.]+)$/.exec(name) ?? []
    if (pid === undefined || startedAt === undefined) continue
    const owner = { pid: Number(pid), startedAt }
    if (owner.pid === self.pid && owner.startedAt === self.startedAt) continue
    if (isRunning(owner)) return owner
    rmSync(path.join(lockDir, name), { force: true })
  }
  return null
}

function makeWritable(folder: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw notWritable(folder, error)
  }
}

/** Node's own `recursive` never returns where a folder is there and none can be made in it, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

function notWritable(folder: string, error: unknown): StartError {
  const reason = errorCode(error) ?? String(error)
  return new StartError(
    `The data folder ${folder} is not writable (${reason}); set DATA_DIR to a folder that is.`,
  )
}

function alreadyRunning(pid: number, folder: string): StartError {
  return new StartError(
    `Another server (pid ${pid}) is already running on ${folder}; stop it first, or set DATA_DIR to another folder.`,
  )
}
