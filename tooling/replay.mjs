import { requireNode } from './node-version.mjs'

requireNode()
await import('./replay/main.ts')
