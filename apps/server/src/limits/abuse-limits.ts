import type { Limit } from './limiter.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const most = (count: number, withinMs: number) => ({ most: count, withinMs })
/** Not how often, but how much at once. */
const AT_ONCE = 0

/**
 * How much one visitor, agent, program, connection or network may ask for, so that nobody can take the chat from the others.
 * `LIMITS` sets them otherwise; docs/operations.md has the table, which a test holds equal to this one.
 */
export const ABUSE_LIMITS = {
  connectionsOfNode: most(20_000, AT_ONCE),
  connectionsFromNetwork: most(100, AT_ONCE),
  connectionsOfVisitor: most(10, AT_ONCE),
  connectionsOfAgent: most(20, AT_ONCE),
  handshakesOfNode: most(500, SECOND_MS),
  handshakesFromNetwork: most(100, 10 * SECOND_MS),
  sessionsFromNetwork: most(120, MINUTE_MS),
  conversationsOfVisitor: most(5, 10 * MINUTE_MS),
  conversationsFromNetwork: most(30, HOUR_MS),
  conversationsOfApp: most(300, MINUTE_MS),
  messageBurstOfVisitor: most(10, 5 * SECOND_MS),
  messagesOfVisitor: most(30, MINUTE_MS),
  messageSumOfVisitor: most(300, HOUR_MS),
  refusedMessagesOfVisitor: most(5, MINUTE_MS),
  muteSeconds: most(60, AT_ONCE),
  messagesOfAgent: most(50, 10 * SECOND_MS),
  messagesOverRest: most(100, 10 * SECOND_MS),
  commandsOfConnection: most(200, 10 * SECOND_MS),
  joinsOfVisitor: most(20, MINUTE_MS),
  joinsOfAgent: most(120, MINUTE_MS),
  readMarksOfConversation: most(1, SECOND_MS),
  typingOfConnection: most(10, 10 * SECOND_MS),
  uploadsOfVisitor: most(20, HOUR_MS),
  uploadsOfAgent: most(60, HOUR_MS),
  uploadsAtOnce: most(100, AT_ONCE),
  uploadsAtOnceFromNetwork: most(20, AT_ONCE),
  uploadedKilobytesOfVisitor: most(100_000, DAY_MS),
  uploadedKilobytesOfAgent: most(1_000_000, DAY_MS),
  uploadedKilobytesOfApp: most(1_000_000, DAY_MS),
  searches: most(30, MINUTE_MS),
  exports: most(10, MINUTE_MS),
  exportsAtOnce: most(1, AT_ONCE),
  readsAtOnce: most(64, AT_ONCE),
  jsonDepth: most(20, AT_ONCE),
  jsonKeys: most(10_000, AT_ONCE),
  commandKeys: most(500, AT_ONCE),
  bodySeconds: most(30, AT_ONCE),
  uploadBytesPerSecond: most(16_000, AT_ONCE),
} as const satisfies Record<string, Omit<Limit, 'name'>>

export type AbuseLimitName = keyof typeof ABUSE_LIMITS
export type AbuseLimits = Readonly<Record<AbuseLimitName, Limit>> & {
  /** Whether programs of this machine are limited too: its owner's load tests and scripts, unless a proxy speaks for somebody. */
  readonly countsThisMachine: boolean
}

const PREFIX = 'abuse-'

/** What it is called in the setting; undefined for a limit of another kind. */
export function nameOfAbuseLimit({ name }: Pick<Limit, 'name'>): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined
}

/** In the setting: programs of this machine are limited as everybody is. */
const THIS_MACHINE = 'this-machine'

const UNITS = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const
const ENTRY = /^(\w+)=(\d{1,9})(?:\/(\d{1,4})?([smhd]))?$/

/**
 * The limits with some set otherwise: `conversationsFromNetwork=500/h, connectionsFromNetwork=1000`, `off` for none at all.
 * `this-machine` counts programs of this machine too. Null for `off`; undefined for what makes no sense.
 */
export function parseAbuseLimits(text: string): AbuseLimits | null | undefined {
  if (text.trim() === 'off') return null
  const limits: Record<string, Omit<Limit, 'name'>> = { ...ABUSE_LIMITS }
  const entries = text.split(/[\s,]+/).filter((part) => part !== '')
  for (const entry of entries.filter((part) => part !== THIS_MACHINE)) {
    const [, name = '', count, times = '1', unit] = ENTRY.exec(entry) ?? []
    const known = Object.hasOwn(ABUSE_LIMITS, name) ? ABUSE_LIMITS[name as AbuseLimitName] : undefined
    if (!known || (known.withinMs === AT_ONCE) !== (unit === undefined)) return undefined
    const withinMs = unit === undefined ? AT_ONCE : Number(times) * UNITS[unit as keyof typeof UNITS]
    if (Number(count) < 1 || Number(times) < 1) return undefined
    limits[name] = { most: Number(count), withinMs }
  }
  const named = Object.entries(limits).map(([name, limit]) => [name, { name: `${PREFIX}${name}`, ...limit }])
  return { ...Object.fromEntries(named), countsThisMachine: entries.includes(THIS_MACHINE) } as AbuseLimits
}

/** `30/m`, `60/10s`, `200`: as it is written in the setting. */
export function writeLimit({ most: count, withinMs }: Omit<Limit, 'name'>): string {
  if (withinMs === AT_ONCE) return String(count)
  const [unit, ms] = Object.entries(UNITS).findLast(([, size]) => withinMs % size === 0) ?? ['s', SECOND_MS]
  const times = withinMs / ms
  return `${count}/${times === 1 ? '' : times}${unit}`
}
