import { requireNode } from './node-version.mjs'

requireNode()
await import('./test/run-tests.ts')
