import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

const MAIN = path.resolve(import.meta.dirname, '../main.ts')
const START_TIMEOUT_MS = 60_000

export interface MainProcess {
  process: ChildProcess
  url: string
  /** The one-time link, or null when there is an admin. */
  setupLink: string | null
  /** What it has printed so far. */
  output(): { stdout: string; stderr: string }
  /** Asks it to stop, and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts the server as an operator does: a process of its own with nothing but these settings. */
export async function runMain(settings: Record<string, string>): Promise<MainProcess> {
  const main = spawnMain(settings)
  const deadline = setTimeout(() => main.process.kill('SIGKILL'), START_TIMEOUT_MS)
  try {
    await Promise.race([main.printed(/Ctrl-C stops it/), main.ended])
  } finally {
    clearTimeout(deadline)
  }
  const { stdout, stderr } = main.output()
  const [, url] = /(http\S+)\/demo/.exec(stdout) ?? []
  if (url === undefined) throw new Error(`The server did not start: ${stderr || stdout}`)
  return {
    process: main.process,
    url,
    setupLink: /http\S+\/setup\?token=\S+/.exec(stdout)?.[0] ?? null,
    output: main.output,
    stop: (signal = 'SIGTERM') => {
      main.process.kill(signal)
      return main.ended
    },
  }
}

/** Starts the server where it must refuse to, and resolves when it has ended. */
export async function runMainToEnd(settings: Record<string, string>) {
  const main = spawnMain(settings)
  const deadline = setTimeout(() => main.process.kill('SIGKILL'), START_TIMEOUT_MS)
  const exitCode = await main.ended
  clearTimeout(deadline)
  return { exitCode, ...main.output() }
}

function spawnMain(settings: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    // Away from the repository, whose .env is the developer's.
    cwd: path.dirname(MAIN),
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stopAtExit = () => void child.kill()
  process.once('exit', stopAtExit)
  child.once('exit', () => process.off('exit', stopAtExit))
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data))
  child.stderr.on('data', (data: Buffer) => (stderr += data))
  return {
    process: child,
    output: () => ({ stdout, stderr }),
    ended: new Promise<number | null>((resolve) => child.once('close', resolve)),
    printed: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        child.stdout.on('data', () => pattern.test(stdout) && resolve())
      }),
  }
}
