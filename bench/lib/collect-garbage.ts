import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

export interface Memory {
  rssBytes: number
  heapBytes: number
}

/** What this process holds when nothing is left to throw away. */
export function memoryInUse(): Memory {
  collect()
  collect()
  const { rss, heapUsed } = process.memoryUsage()
  return { rssBytes: rss, heapBytes: heapUsed }
}
