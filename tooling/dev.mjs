import { requireNode } from './node-version.mjs'

requireNode()
await import('./run-dev.ts')
