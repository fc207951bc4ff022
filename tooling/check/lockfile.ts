import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../run-program.ts'

export const LOCKFILE = path.join(ROOT, 'package-lock.json')

export interface Lockfile {
  packages: Record<string, LockedPackage>
}

interface LockedPackage {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[] | string
  cpu?: string[] | string
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

/**
 * The lockfile with every optional package in it. npm leaves out what its registry could not give it for another
 * platform, and "npm ci" then refuses the whole lockfile on every platform.
 */
export function completeLockfile(lockfile: Lockfile): Lockfile {
  const packages = { ...lockfile.packages }
  for (const parent of Object.values(lockfile.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      packages[`node_modules/${name}`] ??= {
        version,
        ...platformOf(name),
        dev: parent.dev === true,
        optional: true,
      }
    }
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...lockfile, packages: Object.fromEntries(sorted) }
}

/** `@oxlint/binding-linux-x64-musl` is for linux, x64 and musl. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const parts = /([a-z]+\d*)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(musl))?/.exec(name)
  const [, os, cpu, libc] = parts ?? []
  if (os === undefined || cpu === undefined)
    throw new Error(`The name ${name} does not say which platform it is for.`)
  return { os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libc] }) }
}

export function readLockfile(): Lockfile {
  return JSON.parse(readFileSync(LOCKFILE, 'utf8')) as Lockfile
}

if (import.meta.main)
  writeFileSync(LOCKFILE, `${JSON.stringify(completeLockfile(readLockfile()), null, 2)}\n`)
