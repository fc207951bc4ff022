import { readConfig } from '../../../apps/server/src/config/config.ts'
import { readEnv } from '../../../apps/server/src/config/env.ts'
import { startServer } from '../../../apps/server/src/server.ts'
import { MUTANTS } from './mutants.ts'

/** The server as it starts elsewhere, with one part broken: the first argument says which, and none means none. */
const mutant = MUTANTS.find(({ name }) => name === process.argv[2])
const config = readConfig(readEnv())
if (config.databaseUrl === null) throw new Error('A mutant needs DATABASE_URL.')
await startServer({
  config,
  connection: { connectionString: config.databaseUrl },
  ...(mutant?.replace && { replace: mutant.replace }),
})
