import { requireNode } from '../../tooling/node-version.mjs'

requireNode()
await import('./main.ts')
