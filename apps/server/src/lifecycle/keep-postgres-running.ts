import { setTimeout as pause } from 'node:timers/promises'
import type { EmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'

const WATCH_MS = 250
const RETRY_MIN_MS = 500
const RETRY_MAX_MS = 30_000

/** Starts PostgreSQL again whenever it has ended by itself. The returned function ends the watch. */
export function keepPostgresRunning(
  postgres: Pick<EmbeddedPostgres, 'isRunning' | 'restart'>,
  tell: (sentence: string) => void,
): () => Promise<void> {
  const end = new AbortController()
  const watch = async () => {
    let failures = 0
    while (!end.signal.aborted) {
      const waitMs = failures === 0 ? WATCH_MS : Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** failures)
      await pause(waitMs, undefined, { signal: end.signal, ref: false }).catch(() => {})
      if (end.signal.aborted || postgres.isRunning()) continue
      tell('PostgreSQL has ended unexpectedly and is started again.')
      try {
        await postgres.restart()
        failures = 0
        tell('PostgreSQL is running again.')
      } catch (error) {
        failures += 1
        tell(error instanceof Error ? error.message : String(error))
      }
    }
  }
  const watching = watch()
  return () => {
    end.abort()
    return watching
  }
}
