import { requireNode } from './node-version.mjs'

requireNode()
await import('../apps/server/src/audit/verify-main.ts')
