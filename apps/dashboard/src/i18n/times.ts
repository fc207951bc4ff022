import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'

const TICK_MS = 15_000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** One timer for everybody who looks at the time in these steps, and none while nobody does. */
function createTicker(stepMs: number): () => number {
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined

  function tick(): void {
    now = Date.now()
    for (const listener of listeners) listener()
  }
  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    if (timer === undefined) {
      now = Date.now()
      timer = setInterval(tick, stepMs)
    }
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      clearInterval(timer)
      timer = undefined
    }
  }
  return () => useSyncExternalStore(subscribe, () => now)
}

/** The time, moving on every 15 seconds. */
export const useNow = createTicker(TICK_MS)
/** The time, moving on every second; for the few texts in which one watches somebody wait. */
export const useSeconds = createTicker(1_000)

const formats = new Map<string, Intl.DateTimeFormat>()

/** Formatters are slow to make and quick to use, so each is made once a language. */
function format(name: string, options: Intl.DateTimeFormatOptions, time: number): string {
  const locale = localeOf(i18next.language)
  const key = `${locale}:${name}`
  let formatter = formats.get(key)
  if (!formatter) formats.set(key, (formatter = new Intl.DateTimeFormat(locale, options)))
  return formatter.format(time)
}

/** The agent's own region writes the date: `en` alone would be American. */
export function localeOf(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language
}

/** `14:05` */
export function clockTime(time: number): string {
  return format('clock', { hour: 'numeric', minute: '2-digit' }, time)
}

/** `18 February 2026 at 14:05` */
export function fullTime(time: number): string {
  return format('full', { dateStyle: 'long', timeStyle: 'short' }, time)
}

/** `Monday 30 March 2026 at 09:00 CEST`, on the clock of a zone. */
export function momentIn(time: number, timeZone: string): string {
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  const clock = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone } as const
  return format(`moment ${timeZone}`, { ...day, ...clock }, time)
}

/** `14:05` today, else `Mon 14:05`, and beyond a week `18 Feb, 14:05`. */
export function dayAndTime(time: number): string {
  const days = Math.abs(time - Date.now()) / DAY_MS
  if (new Date(time).toDateString() === new Date().toDateString()) return clockTime(time)
  const day = days < 7 ? ({ weekday: 'short' } as const) : ({ day: 'numeric', month: 'short' } as const)
  return format(days < 7 ? 'weekday' : 'date', { ...day, hour: 'numeric', minute: '2-digit' }, time)
}

/** How long ago, as short as it can be said: now, 5m, 3h, 2d, 18 Feb. */
export function shortAge(time: number, at: number, t: TFunction): string {
  const age = at - time
  if (age < MINUTE_MS) return t('time.now')
  if (age < 7 * DAY_MS) return duration(age, t)
  const sameYear = new Date(time).getFullYear() === new Date(at).getFullYear()
  return sameYear
    ? format('day', { day: 'numeric', month: 'short' }, time)
    : format('year', { day: 'numeric', month: 'numeric', year: '2-digit' }, time)
}

/** A span in its largest unit: 5m, 3h, 2d. */
export function duration(span: number, t: TFunction): string {
  if (span < HOUR_MS) return t('time.minutes', { n: Math.max(1, Math.floor(span / MINUTE_MS)) })
  if (span < DAY_MS) return t('time.hours', { n: Math.floor(span / HOUR_MS) })
  return t('time.days', { n: Math.floor(span / DAY_MS) })
}

/** A wait that one watches: `0:42`, `12:07`, `1:03:20`. */
export function stopwatch(span: number): string {
  const seconds = Math.max(0, Math.floor(span / 1_000))
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)]
  const rest = two(seconds % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** The heading of a day in a conversation. */
export function dayHeading(time: number, at: number, t: TFunction): string {
  const day = new Date(time).toDateString()
  if (day === new Date(at).toDateString()) return t('time.today')
  if (day === new Date(at - DAY_MS).toDateString()) return t('time.yesterday')
  return format('heading', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, time)
}

/** The clock on a visitor's wall; null when their zone is unknown or not a zone. */
export function localTime(timeZone: string | null, at: number): string | null {
  if (timeZone === null) return null
  try {
    const clock = { hour: 'numeric', minute: '2-digit', weekday: 'short', timeZone } as const
    return new Intl.DateTimeFormat(localeOf(i18next.language), clock).format(at)
  } catch {
    return null
  }
}
