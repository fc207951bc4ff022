import { requireNode } from './node-version.mjs'

requireNode()
const { buildFrontends } = await import('./frontends.ts')
if (!(await buildFrontends({ everything: true }))) process.exit(1)
