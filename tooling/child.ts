import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A program of ours that runs in a process of its own and answers questions. */
export interface Child {
  /** Rejects with the program's own words, or when it ends before it has answered. */
  ask<Answer>(name: string, question?: unknown): Promise<Answer>
  /** Resolves when the process has gone. */
  stop(): Promise<void>
  /** The same, without a chance to put anything in order. */
  kill(): Promise<void>
}

interface Asked {
  id: number
  name: string
  question: unknown
}
type Answered = { id: number } & ({ answer: unknown } | { error: string })

/** Starts a file that calls `serve`. */
export function startChild(file: string): Child {
  const child = fork(file, { execArgv: [] })
  const ended = once(child, 'exit')
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let asked = 0

  child.on('message', (told: Answered) => {
    const waiter = waiting.get(told.id)
    waiting.delete(told.id)
    if ('error' in told) waiter?.reject(new Error(told.error))
    else waiter?.resolve(told.answer)
  })
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${signal ?? code}.`))
    waiting.clear()
  })

  return {
    ask<Answer>(name: string, question?: unknown) {
      return new Promise<Answer>((resolve, reject) => {
        const id = asked++
        waiting.set(id, { resolve: (answer) => resolve(answer as Answer), reject })
        child.send({ id, name, question } satisfies Asked, (error) => error && reject(error))
      })
    },
    async stop() {
      disconnect(child)
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function disconnect(child: ChildProcess) {
  if (child.connected) child.disconnect()
}

/** The child's side: answers until the parent lets go or dies, then stops. */
export function serve(
  answers: Record<string, (question: never) => unknown>,
  stop: () => Promise<void> | void = () => {},
): void {
  // Ctrl-C reaches the whole group of processes; the parent decides when we end.
  process.on('SIGINT', () => {})
  process.on('message', async ({ id, name, question }: Asked) => {
    const reply = (told: Answered) => process.connected && process.send?.(told)
    try {
      reply({ id, answer: await answers[name]?.(question as never) })
    } catch (error) {
      reply({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
  process.once('disconnect', async () => {
    await stop()
    process.exit()
  })
}
