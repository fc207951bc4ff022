import { requireNode } from './node-version.mjs'

requireNode()
const { buildFrontends } = await import('./frontends.ts')
if (!(await buildFrontends())) process.exit(1)
// The demo's conversations must not end up in somebody's real installation.
if (process.argv.includes('--demo') && !process.env.DATABASE_URL) process.env.DATA_DIR ||= './data/demo'
await import('../apps/server/src/main.ts')
