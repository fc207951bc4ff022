import { buildFrontends } from './frontends.mjs'
import { requireNode } from './node-version.mjs'

requireNode()
if (!(await buildFrontends({ everything: true }))) process.exit(1)
