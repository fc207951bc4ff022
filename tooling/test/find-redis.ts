import { runProgram } from '../run-program.ts'
import { installByDebian } from './install-by-debian.ts'

/** Sees to it that there is a redis-server, or says what is left out without one. */
export async function findRedis(): Promise<void> {
  if (await isThere()) return
  console.log('No redis-server on this machine: installing one …')
  if ((await installByDebian('redis-server')) && (await isThere())) return
  console.log(
    'No redis-server was found and none could be installed: the tests of several nodes are skipped. Install Redis 7 to run them.',
  )
}

async function isThere(): Promise<boolean> {
  return (await runProgram('redis-server', ['--version'])).exitCode === 0
}
