import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const TICK_US = 10_000

/** CPU time so far of a PostgreSQL and all its processes, in microseconds; null where there is no /proc. */
export function postgresCpuUs(dataDir: string): number | null {
  if (process.platform !== 'linux') return null
  const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readProcess)
  return processes.reduce((sum, process) => {
    if (process?.pid === postmaster) return sum + process.ownUs + process.endedChildrenUs
    return process?.parent === postmaster ? sum + process.ownUs : sum
  }, 0)
}

function readProcess(pid: string) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before the last bracket may hold anything.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent, user, system, childUser, childSystem] = [1, 11, 12, 13, 14].map((at) => fields[at] ?? 0)
    return {
      pid: Number(pid),
      parent: parent as number,
      ownUs: ((user as number) + (system as number)) * TICK_US,
      endedChildrenUs: ((childUser as number) + (childSystem as number)) * TICK_US,
    }
  } catch {
    return null
  }
}
