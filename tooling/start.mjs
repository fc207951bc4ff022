import { requireNode } from './node-version.mjs'

const SHELL_CHECK_MS = 500

requireNode()
stopWithShell()
const { buildFrontends } = await import('./frontends.ts')
if (!(await buildFrontends())) process.exit(1)
// The demo's conversations must not end up in somebody's real installation.
if (process.argv.includes('--demo') && !process.env.DATABASE_URL) process.env.DATA_DIR ||= './data/demo'
await import('../apps/server/src/main.ts')

/** npm hands a signal to the shell between us, which dies of it and leaves us behind: it was meant for us. */
function stopWithShell() {
  if (!process.env.npm_lifecycle_event) return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, SHELL_CHECK_MS)
  watch.unref()
}
