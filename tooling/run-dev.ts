import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import path from 'node:path'
import { buildFrontends, SOURCES } from './frontends.ts'
import { ROOT } from './run-program.ts'

/** Editors write a file in several steps, and often several files at once. */
const QUIET_MS = 200

await buildFrontends()

const main = path.join(ROOT, 'apps/server/src/main.ts')
const server = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', main, ...process.argv.slice(2)],
  { stdio: 'inherit', env: { NODE_ENV: 'development', ...process.env } },
)
// Ctrl-C reaches the server too; it still has to stop its PostgreSQL.
process.on('SIGINT', () => {})
server.once('exit', (exitCode) => process.exit(exitCode ?? 0))

let building: Promise<unknown> = Promise.resolve()
let timer: NodeJS.Timeout | undefined
for (const source of SOURCES) {
  watch(path.join(ROOT, source), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      building = building.then(() => buildFrontends())
    }, QUIET_MS)
  })
}
