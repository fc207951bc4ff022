import { existsSync } from 'node:fs'
import { runProgram } from '../run-program.ts'

/** Installs packages where that is possible without asking: as root on a Debian or its like. */
export async function installByDebian(...packages: string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  // A package with a service starts it, unless the machine looks like one that is being repaired.
  process.env.RUNLEVEL = '1'
  return (await succeeds('apt-get', 'update')) && (await succeeds('apt-get', 'install', '-y', ...packages))
}

export async function succeeds(program: string, ...args: string[]): Promise<boolean> {
  return (await runProgram(program, args, { show: true })).exitCode === 0
}
