import type { Availability } from '@biometrics/chat-protocol'
import { listAllApps } from '../apps/find-app.ts'
import type { Clock } from '../clock/clock.ts'
import type { Database } from '../database/database.ts'
import type { Deliver } from '../delivery/deliver.ts'
import type { AvailabilityService } from '../services.ts'
import { type Door, listWaitingDoors, openDoor, readDoors } from './availability-store.ts'
import { createJudge } from './judge-door.ts'

export type { Door }

/** The longest that a change of which this node was not told goes unnoticed. */
const LOOK_MS = 60_000
/** Hours of pages that are watched at once; who comes with others is told how it stands, and not when that changes. */
const MOST_PAGE_HOURS = 500
/** So long after a change a visitor may come with an answer from before. */
const FRESH_MS = 60_000

export interface AvailabilityParts {
  database: Database
  clock: Clock
  /** To the sockets of this node: every node tells its own. */
  deliverHere: Deliver
  /** Has every other node look. */
  tellNodes(): void
  /** Messages that waited for the opening wait no longer. */
  onOpening(groupId: string | null): void
  onError(error: unknown): void
}

export interface AvailabilityWatch extends AvailabilityService {
  /** Something has changed of which the other nodes know. */
  look(): Promise<void>
  /** A visitor's socket has come to this node: what to tell it, should it have an older answer. */
  enter(door: Door): Availability | null
  leave(door: Door): void
  start(): Promise<void>
  stop(): Promise<void>
}

interface Told {
  availability: Availability
  text: string
  at: Date
}

/** Tells the visitors of this node when it opens and closes: at that moment, by one timer, whatever the number of them. */
export function watchAvailability(parts: AvailabilityParts): AvailabilityWatch {
  const { database, clock, deliverHere } = parts
  const judge = createJudge()
  const told = new Map<string, Told>()
  /** Doors of pages with hours of their own, with how many sockets came through each. */
  const pageDoors = new Map<string, { door: Door; sockets: number }>()
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  let isStopped = false
  let cancelTimer = () => {}

  function look(): Promise<void> {
    if (isStopped) return Promise.resolve()
    if (running) {
      next ??= running.then(look, look)
      return next
    }
    next = undefined
    running = lookOnce().finally(() => {
      running = undefined
    })
    return running
  }

  async function lookOnce() {
    cancelTimer()
    let until: Date | null = null
    try {
      // Reading takes time, in which the next moment may have come.
      do until = await tellAll()
      while (until && until <= clock.now())
    } finally {
      plan(until)
    }
  }

  function plan(until: Date | null) {
    if (isStopped) return
    const left = until === null ? LOOK_MS : Math.max(until.getTime() - clock.now().getTime(), 1)
    cancelTimer = clock.after(Math.min(left, LOOK_MS), () => {
      look().catch((error) => isStopped || parts.onError(error))
    })
  }

  /** Returns when something changes by itself. */
  async function tellAll(): Promise<Date | null> {
    const now = clock.now()
    const apps = await listAllApps(database.query)
    const entrances = [
      ...apps.map(({ id }): Door => ({ appId: id, groupId: null, pageHours: null })),
      ...[...pageDoors.values()].map(({ door }) => door),
    ]
    const waiting = await listWaitingDoors(database.query)
    const rows = await readDoors(database.query, [...entrances, ...waiting], now)
    let soonest: Date | null = null
    for (const [index, door] of [...entrances, ...waiting].entries()) {
      const row = rows[index]
      if (!row) continue
      const { availability, until } = judge(row, door.pageHours, now)
      if (until && (soonest === null || until < soonest)) soonest = until
      if (index < entrances.length) tell(door, availability, now)
      else if (availability.accepts === 'chat') await open(door)
    }
    return soonest
  }

  function tell(door: Door, availability: Availability, now: Date) {
    const key = keyOf(door)
    const text = JSON.stringify(availability)
    const before = told.get(key)
    if (before?.text === text) return
    // At first there is nothing that a visitor could have an older answer of.
    told.set(key, { availability, text, at: before ? now : new Date(0) })
    deliverHere({ event: 'availability', payload: availability, to: [entranceOf(door)] })
  }

  async function open(door: Door) {
    if (await openDoor(database.query, door)) parts.onOpening(door.groupId)
  }

  return {
    look,
    async read(query, door) {
      const now = clock.now()
      const [row] = await readDoors(query, [door], now)
      return row
        ? judge(row, door.pageHours, now).availability
        : { online: false, nextOpening: null, accepts: 'message' }
    },
    changed() {
      parts.tellNodes()
      return look()
    },
    enter(door) {
      const key = keyOf(door)
      if (door.pageHours !== null) {
        const known = pageDoors.get(key)
        if (known) known.sockets += 1
        else if (pageDoors.size < MOST_PAGE_HOURS) {
          pageDoors.set(key, { door, sockets: 1 })
          look().catch(parts.onError)
        }
      }
      const last = told.get(key)
      return last && clock.now().getTime() - last.at.getTime() < FRESH_MS ? last.availability : null
    },
    leave(door) {
      const key = keyOf(door)
      const known = pageDoors.get(key)
      if (!known) return
      known.sockets -= 1
      if (known.sockets > 0) return
      pageDoors.delete(key)
      told.delete(key)
    },
    start: look,
    async stop() {
      isStopped = true
      cancelTimer()
      await running?.catch(() => {})
    },
  }
}

/** Everybody who came through the door, whichever group they name. */
export function entranceOf({ appId, pageHours }: Door): { entrance: string; pageHours: string | null } {
  return { entrance: appId, pageHours }
}

function keyOf({ appId, pageHours }: Door): string {
  return `${appId} ${pageHours ?? ''}`
}
