import type { StaffingHalfHour, StaffingPlan, StaffingQuery } from '@biometrics/chat-protocol'
import { localDays, localHalfHour, startOfDayBefore } from '../calendars/local-days.ts'
import { requireGroup } from '../groups/find-group.ts'
import type { Services } from '../services.ts'
import { type Cell, writeCsv } from '../csv/write-csv.ts'
import { SLOT_MS } from './episode.ts'
import { agentsNeeded, type Desk, meanWait } from './erlang.ts'
import type { Shift } from './occupancy.ts'
import { requireZone } from './report-scope.ts'
import {
  findFirstArrival,
  findUsualSlots,
  readArrivals,
  readHandling,
  readPresence,
  type HandlingRow,
} from './staffing-store.ts'
import { DEFAULT_TARGETS, findTargets } from './targets.ts'

const DAY_MS = 86_400_000
const HALF_HOURS = 336
const HALF_HOUR_SECONDS = 1_800
/** With less than that nobody should plan a week. */
const NEEDED = { days: 7, conversations: 100 }
/** Of fewer one cannot tell how long people wait before they give up. */
const ABANDONED_NEEDED = 30
const SLOTS_OTHERWISE = 3

/** How many agents keep the wait, for each half hour of the week, by what came in the last weeks. */
export async function readStaffing(
  { database: { query }, clock }: Pick<Services, 'database' | 'clock'>,
  asked: StaffingQuery,
): Promise<StaffingPlan> {
  const zone = requireZone(asked.timeZone)
  const groupId = asked.groupId ?? null
  if (groupId !== null) await requireGroup(query, groupId)
  const now = clock.now()
  const to = startOfDayBefore(zone, now, 0)
  const first = await findFirstArrival(query, groupId)
  const days = first === null ? 0 : Math.max(0, Math.floor((to.getTime() - first.getTime()) / DAY_MS))
  const weeks = Math.min(asked.weeks, Math.max(1, Math.floor(days / 7)))
  const range = { from: startOfDayBefore(zone, now, 7 * weeks), to }
  const [arrivals, handling, shifts, usualSlots, { targets }] = await Promise.all([
    readArrivals(query, range, groupId),
    readHandling(query, range, groupId),
    readPresence(query, range, groupId, now),
    findUsualSlots(query, groupId),
    findTargets(query, groupId),
  ])
  const conversations = arrivals.reduce((sum, slot) => sum + slot.arrivals, 0)
  const slots = asked.slots ?? offered(shifts) ?? usualSlots ?? SLOTS_OTHERWISE
  const waitTime = asked.waitTime ?? targets.waitTime ?? DEFAULT_TARGETS.waitTime ?? 0
  const desk = deskOf(handling)
  const isEnough =
    days >= NEEDED.days && Math.min(conversations, handling.n) >= NEEDED.conversations && desk !== null
  const cells = cellsOf(zone, range)
  return {
    from: range.from.toISOString(),
    to: to.toISOString(),
    timeZone: zone,
    weeks,
    groupId,
    waitTime,
    slots,
    conversations,
    handling: { n: handling.n, mean: handling.mean, variation: desk?.handlingVariation ?? null },
    patience: { n: handling.abandoned, mean: desk?.patienceSeconds ?? null },
    model: desk?.patienceSeconds == null ? 'erlangC' : 'erlangA',
    tooLittle: isEnough
      ? null
      : {
          days,
          daysNeeded: NEEDED.days,
          conversations: Math.min(conversations, handling.n),
          conversationsNeeded: NEEDED.conversations,
        },
    halfHours: isEnough
      ? plan({ desk, slots, waitTime, weeks }, arrivalsBy(cells, arrivals), presenceBy(cells, shifts))
      : [],
  }
}

function deskOf({
  n,
  mean,
  variance,
  waited,
  abandoned,
}: HandlingRow): Omit<Desk, 'perSecond' | 'places'> | null {
  if (n === 0 || !mean) return null
  return {
    handlingSeconds: mean,
    handlingVariation: (variance ?? 0) / mean ** 2,
    patienceSeconds: abandoned >= ABANDONED_NEEDED ? waited / abandoned : null,
  }
}

interface Known {
  desk: Omit<Desk, 'perSecond' | 'places'>
  slots: number
  waitTime: number
  weeks: number
}

function plan(known: Known, arrivals: number[], presence: number[]): StaffingHalfHour[] {
  const { desk, slots, waitTime, weeks } = known
  return Array.from({ length: HALF_HOURS }, (_, index) => {
    const [came, present] = [arrivals[index] ?? 0, (presence[index] ?? 0) / weeks]
    const perSecond = came / (weeks * HALF_HOUR_SECONDS)
    const needed = agentsNeeded({ ...desk, perSecond }, slots, waitTime)
    const places = Math.round(present * slots)
    const presentWait = came > 0 && places === 0 ? Infinity : meanWait({ ...desk, perSecond, places })
    return {
      weekday: Math.floor(index / 48) + 1,
      time: timeOf(index % 48),
      arrivals: came,
      perHour: perSecond * 3_600,
      agents: needed?.agents ?? null,
      wait: needed?.wait ?? null,
      present,
      presentWait: Number.isFinite(presentWait) ? presentWait : null,
    }
  })
}

function timeOf(halfHour: number): string {
  return `${String(Math.floor(halfHour / 2)).padStart(2, '0')}:${halfHour % 2 === 0 ? '00' : '30'}`
}

/** Which half hour of the week each quarter of an hour of a range is, by the wall of the zone. */
function cellsOf(zone: string, { from, to }: { from: Date; to: Date }): Map<number, number> {
  const cells = new Map<number, number>()
  for (const day of localDays(zone, from, to))
    for (let at = day.from; at < day.to; at += SLOT_MS)
      cells.set(at / SLOT_MS, (day.weekday - 1) * 48 + localHalfHour(zone, day, at))
  return cells
}

function arrivalsBy(
  cells: ReadonlyMap<number, number>,
  slots: readonly { slot: number; arrivals: number }[],
): number[] {
  const week = Array.from({ length: HALF_HOURS }, () => 0)
  for (const { slot, arrivals } of slots) add(week, cells.get(slot), arrivals)
  return week
}

/** Agents online in each half hour of the week, those of all weeks together. */
function presenceBy(cells: ReadonlyMap<number, number>, shifts: readonly Shift[]): number[] {
  const week = Array.from({ length: HALF_HOURS }, () => 0)
  for (const { from, to } of shifts)
    for (let slot = Math.floor(from / SLOT_MS); slot * SLOT_MS < to; slot++) {
      const inside = Math.min(to, (slot + 1) * SLOT_MS) - Math.max(from, slot * SLOT_MS)
      add(week, cells.get(slot), inside / (HALF_HOUR_SECONDS * 1_000))
    }
  return week
}

function add(week: number[], cell: number | undefined, more: number): void {
  if (cell !== undefined) week[cell] = (week[cell] ?? 0) + more
}

/** Places of an agent, in the mean of the time that they were online. */
function offered(shifts: readonly Shift[]): number | null {
  let online = 0
  let places = 0
  for (const { from, to, maxChats } of shifts) {
    online += to - from
    places += (to - from) * maxChats
  }
  return online === 0 ? null : Math.max(1, Math.round(places / online))
}

/** The plan as a table for spreadsheets. */
export async function exportStaffing(
  services: Pick<Services, 'database' | 'clock'>,
  asked: StaffingQuery,
): Promise<string> {
  const { halfHours, slots, waitTime } = await readStaffing(services, asked)
  const header = [
    'weekday',
    'time',
    'arrivals',
    'perHour',
    'agents',
    'slots',
    'waitTime',
    'wait',
    'present',
    'presentWait',
  ]
  return writeCsv([
    header,
    ...halfHours.map((one): Cell[] => [
      one.weekday,
      one.time,
      one.arrivals,
      one.perHour,
      one.agents,
      slots,
      waitTime,
      one.wait,
      one.present,
      one.presentWait,
    ]),
  ])
}
