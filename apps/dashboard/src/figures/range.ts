import { useState } from 'react'
import { ownZone } from './numbers.ts'

export const PRESETS = ['today', 'yesterday', 'days7', 'days28', 'days90', 'days365', 'own'] as const
export type Preset = (typeof PRESETS)[number]

const DAYS = { days7: 7, days28: 28, days90: 90, days365: 365 } as const

export interface Filter {
  preset: Preset
  /** `2026-03-01`, of an own range; its last day is part of it. */
  first: string
  last: string
  groupId: string | null
  agentId: string | null
  appId: string | null
}

export function useFilter(): [Filter, (change: Partial<Filter>) => void] {
  const [filter, setFilter] = useState<Filter>(() => {
    const today = dateOf(new Date())
    return { preset: 'days7', first: today, last: today, groupId: null, agentId: null, appId: null }
  })
  return [filter, (change) => setFilter((before) => ({ ...before, ...change }))]
}

/** What the server is asked for: whole days as this browser's wall shows them, today among them. */
export function queryOf(filter: Filter, now = new Date()): Record<string, string> {
  const { from, to } = rangeOf(filter, now)
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    timeZone: ownZone(),
    ...(filter.groupId && { groupId: filter.groupId }),
    ...(filter.agentId && { agentId: filter.agentId }),
    ...(filter.appId && { appId: filter.appId }),
  }
}

export function rangeOf({ preset, first, last }: Filter, now: Date): { from: Date; to: Date } {
  const today = startOfDay(now)
  const tomorrow = addDays(today, 1)
  switch (preset) {
    case 'today':
      return { from: today, to: tomorrow }
    case 'yesterday':
      return { from: addDays(today, -1), to: today }
    case 'own': {
      const [from, end] = [dayOf(first) ?? today, dayOf(last) ?? today]
      return from <= end ? { from, to: addDays(end, 1) } : { from: end, to: addDays(from, 1) }
    }
    default:
      return { from: addDays(today, 1 - DAYS[preset]), to: tomorrow }
  }
}

/** By the calendar and not by hours: days on which clocks are changed are longer or shorter. */
function addDays(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)
}

function startOfDay(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate())
}

function dayOf(date: string): Date | null {
  const [year, month, day] = date.split('-').map(Number)
  if (!year || !month || !day) return null
  return new Date(year, month - 1, day)
}

function dateOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
