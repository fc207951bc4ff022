import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../../../apps/server/src/database/database.ts'
import {
  type PostgresSettings,
  startEmbeddedPostgres,
} from '../../../apps/server/src/database/embedded/start-embedded-postgres.ts'
import type { Target } from './link.ts'

/** A PostgreSQL that flushes to disk and can be hurt. */
export interface ChaosPostgres {
  target: Target
  /** Past every link, for those who look on. */
  open(database?: string): Database
  createDatabase(name: string): Promise<void>
  kill(): void
  /** Stops every process of it in its tracks; returns the function that lets them go on. */
  freeze(): () => void
  /** Starts it again until it runs. */
  revive(): Promise<void>
  stop(): Promise<void>
}

const REVIVE_EVERY_MS = 200
const REVIVE_TRIES_MAX = 100

export async function startChaosPostgres(
  dataDir: string,
  settings: PostgresSettings = {},
): Promise<ChaosPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { max_connections: 200, ...settings } })
  const { host, port } = postgres.connection
  const pidFile = path.join(dataDir, 'postgres/postmaster.pid')
  const stopAtExit = () => void postgres.stop()
  process.once('exit', stopAtExit)

  const postmaster = () => Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  const open = (database = 'postgres') => openDatabase({ ...postgres.connection, database })

  return {
    target: { path: `${host}/.s.PGSQL.${port}` },
    open,
    async createDatabase(name) {
      const database = open()
      await sql`create database ${sql.id(name)}`.execute(database.query).finally(() => database.close())
    },
    kill() {
      if (existsSync(pidFile)) signal(postmaster(), 'SIGKILL')
    },
    freeze() {
      const main = postmaster()
      const all = [main, ...childrenOf(main)]
      for (const pid of all) signal(pid, 'SIGSTOP')
      return () => {
        for (const pid of all.reverse()) signal(pid, 'SIGCONT')
      }
    },
    async revive() {
      for (let tries = 0; !postgres.isRunning(); tries += 1) {
        if (tries > 0) await pause(REVIVE_EVERY_MS)
        await postgres.restart().catch((error: unknown) => {
          if (tries === REVIVE_TRIES_MAX) throw error
        })
      }
    },
    async stop() {
      process.off('exit', stopAtExit)
      await postgres.stop()
    },
  }
}

export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number)
}

/** It may have ended in this very moment. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
