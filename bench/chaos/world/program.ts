import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** A program that is started again whenever it ends, as an operator's service manager does. */
export interface Program {
  readonly pid: number
  /** How often it was started. */
  readonly starts: number
  signal(signal: NodeJS.Signals): void
  /** Resolves when it answers. */
  ready(): Promise<void>
  /** Resolves when the process that now runs has ended. */
  ended(): Promise<void>
  stop(): Promise<void>
}

export interface ProgramOptions {
  command: string
  args: readonly string[]
  env: Record<string, string>
  cwd: string
  answers(): Promise<boolean>
}

const RESTART_AFTER_MS = 300
const ASK_EVERY_MS = 25
const START_TIMEOUT_MS = 60_000
const SAID_MAX = 4_000

/** A program must not outlive us, however we end. */
const running = new Set<() => void>()
process.once('exit', () => running.forEach((kill) => kill()))

export async function startProgram(options: ProgramOptions): Promise<Program> {
  let isStopping = false
  let said = ''
  let starts = 0
  let child = launch()

  function launch() {
    starts += 1
    const { command, args, env, cwd } = options
    const launched = spawn(command, args, { cwd, env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' })
    const hear = (data: Buffer) => (said = (said + data).slice(-SAID_MAX))
    launched.stdout.on('data', hear)
    launched.stderr.on('data', hear)
    launched.once('exit', async () => {
      await pause(RESTART_AFTER_MS)
      if (!isStopping) child = launch()
    })
    return launched
  }

  async function ready() {
    const deadline = performance.now() + START_TIMEOUT_MS
    while (!(await options.answers())) {
      if (performance.now() > deadline) throw new Error(`${options.args[0]} does not answer: ${said}`)
      await pause(ASK_EVERY_MS)
    }
  }

  const kill = () => void child.kill('SIGKILL')
  running.add(kill)
  const program: Program = {
    get pid() {
      return child.pid ?? 0
    },
    get starts() {
      return starts
    },
    signal: (signal) => void child.kill(signal),
    ready,
    async ended() {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
    async stop() {
      isStopping = true
      running.delete(kill)
      kill()
      await program.ended()
    },
  }
  await ready().catch(async (error: unknown) => {
    await program.stop()
    throw error
  })
  return program
}
