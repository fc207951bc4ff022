import type { Values } from './seat.ts'

/** Reads `window.biometricsChat` as the page left it: a configuration, a queue of calls, or both in one. */
export function readStart(left: unknown): { given: Values; calls: unknown[] } {
  const given = { ...(left as Values) }
  const queue = Array.from((given.q || left || []) as ArrayLike<unknown>)
  const calls = queue.filter((entry) => {
    const config = Array.isArray(entry) ? entry[0] === 'init' && entry[1] : entry
    if (typeof config === 'object') Object.assign(given, config)
    return typeof config !== 'object'
  })
  return { given, calls }
}
