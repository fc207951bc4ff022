import { spawn } from 'node:child_process'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '..')
/** What is made while building and testing. */
export const BUILD = path.join(ROOT, '.build')

export interface Outcome {
  exitCode: number | null
  output: string
}

/** A program that `npm ci` has installed. */
export function installed(name: string): string {
  return path.join(ROOT, 'node_modules/.bin', name)
}

/** Runs a program from the repository's top and collects what it prints; `show` prints it at once instead. */
export function runProgram(
  program: string,
  args: readonly string[],
  {
    cwd = ROOT,
    show = false,
    env = process.env,
  }: { cwd?: string; show?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    // On Windows npm and the installed programs are scripts of its shell.
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout?.on('data', (data: Buffer) => (output += data))
    child.stderr?.on('data', (data: Buffer) => (output += data))
    child.once('error', (error) => resolve({ exitCode: null, output: error.message }))
    child.once('close', (exitCode) => resolve({ exitCode, output }))
  })
}
