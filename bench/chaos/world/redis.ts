import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import type { Target } from './link.ts'
import { type Program, startProgram } from './program.ts'

/** A Redis that keeps nothing: whatever it knew is gone when it is killed. */
export interface ChaosRedis {
  target: Target
  program: Program
}

/** Why there can be no Redis here, or null. */
export function noRedisBecause(): string | null {
  return spawnSync('redis-server', ['--version']).status === 0 ? null : 'redis-server is not installed'
}

export async function startChaosRedis(folder: string): Promise<ChaosRedis> {
  chmodSync(folder, 0o755)
  const socket = path.join(folder, 'redis.sock')
  const program = await startProgram({
    command: 'redis-server',
    args: ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder],
    env: {},
    cwd: folder,
    answers: () => accepts({ path: socket }),
  })
  return { target: { path: socket }, program }
}

function accepts(target: Target): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(target)
    const answer = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => answer(true)).once('error', () => answer(false))
  })
}
