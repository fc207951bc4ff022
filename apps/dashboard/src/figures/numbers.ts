import type { Tile } from '@biometrics/chat-protocol'
import i18next from 'i18next'
import { localeOf, stopwatch } from '../i18n/times.ts'
import type { Texts } from './use-texts.ts'

/** A length of time as short as it can be said: `42 s`, `1:05`, `1:02:03`; a dash for none. */
export function time(seconds: number | null, t: Texts): string {
  if (seconds === null) return '–'
  if (seconds < 60) return t('seconds', { n: number(Math.round(seconds * 10) / 10) })
  return stopwatch(Math.round(seconds) * 1_000)
}

export function number(value: number | null): string {
  return value === null
    ? '–'
    : new Intl.NumberFormat(localeOf(i18next.language), { maximumFractionDigits: 1 }).format(value)
}

export function percent(value: number | null): string {
  if (value === null) return '–'
  return new Intl.NumberFormat(localeOf(i18next.language), {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(value)
}

/** A figure that has a target, as it is shown. */
export function showOf(figure: Tile['figure'], value: number | null, t: Texts): string {
  return figure === 'resolutionRate' || figure === 'csat' ? percent(value) : time(value, t)
}

/** `Mon`, of the weekday that is 1 on Mondays. */
export function weekdayName(weekday: number, style: 'short' | 'long' = 'short'): string {
  // The 1st of January 2024 was a Monday.
  const day = Date.UTC(2024, 0, weekday)
  return new Intl.DateTimeFormat(localeOf(i18next.language), { weekday: style, timeZone: 'UTC' }).format(day)
}

/** `3 Mar`, of a day that the server has named. */
export function dayName(date: string): string {
  return new Intl.DateTimeFormat(localeOf(i18next.language), {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T00:00:00Z`))
}

export function hourName(at: string): string {
  return new Intl.DateTimeFormat(localeOf(i18next.language), { hour: '2-digit', minute: '2-digit' }).format(
    Date.parse(at),
  )
}

/** A country in the language of the page. */
export function countryName(code: string): string {
  return new Intl.DisplayNames([localeOf(i18next.language)], { type: 'region' }).of(code) ?? code
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
