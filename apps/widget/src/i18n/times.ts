import type { Language } from './language.ts'

const DAY_MS = 86_400_000

/** Days between two moments as the reader's calendar counts them. */
export function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(later) - midnight(earlier)) / DAY_MS)
}

export function clockTime(at: Date, { tag }: Language): string {
  return at.toLocaleTimeString(tag, { hour: '2-digit', minute: '2-digit' })
}

/** Today, yesterday, a weekday, or a date. */
export function dayName(at: Date, now: Date, { tag, texts }: Language): string {
  const days = daysBetween(at, now)
  if (days === 0) return texts.today
  if (days === 1) return texts.yesterday
  if (days > 0 && days < 7) return at.toLocaleDateString(tag, { weekday: 'long' })
  const sameYear = at.getFullYear() === now.getFullYear()
  return at.toLocaleDateString(tag, { day: 'numeric', month: 'long', ...(!sameYear && { year: 'numeric' }) })
}

/** Short enough for a list: a time today, else a day. */
export function shortTime(at: Date, now: Date, language: Language): string {
  const days = daysBetween(at, now)
  if (days === 0) return clockTime(at, language)
  if (days === 1) return language.texts.yesterday
  return at.toLocaleDateString(
    language.tag,
    days < 7 ? { weekday: 'short' } : { day: 'numeric', month: 'short' },
  )
}

/** When somebody will be there again. */
export function openingTime(at: Date, now: Date, language: Language): string {
  const time = clockTime(at, language)
  return daysBetween(now, at) === 0
    ? time
    : `${at.toLocaleDateString(language.tag, { weekday: 'long' })}, ${time}`
}
