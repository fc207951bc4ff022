import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type PostgresSettings, startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.ts'

/** A PostgreSQL that one test may change, stop and kill, without harm to the others. */
export async function startOwnPostgres(settings: PostgresSettings = {}) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  const postgres = await startEmbeddedPostgres({ dataDir, settings })
  const pid = () => Number(readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    connection: postgres.connection,
    /** Of the postmaster and of every session. */
    pids(): number[] {
      const postmaster = pid()
      const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
      return [postmaster, ...children.trim().split(/\s+/).filter(Boolean).map(Number)]
    },
    kill: () => process.kill(pid(), 'SIGKILL'),
    restart: postgres.restart,
    isRunning: postgres.isRunning,
    async stop() {
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
