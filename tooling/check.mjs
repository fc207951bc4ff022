import { requireNode } from './node-version.mjs'

requireNode()
await import('./check/run-checks.ts')
