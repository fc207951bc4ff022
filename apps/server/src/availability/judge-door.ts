import type { Availability } from '@biometrics/chat-protocol'
import { isOpen, nextChange, type OpeningHours } from '../calendars/opening-hours.ts'
import { parseHours } from '../calendars/parse-hours.ts'
import type { DoorRow } from './availability-store.ts'

/** What a visitor is told at a door, and until when it holds if nothing happens. */
export interface Judgement {
  availability: Availability
  until: Date | null
}

/** Calendars and texts whose last answer is kept. */
const MOST_KEPT = 1_000

interface Answer {
  open: boolean
  since: Date
  until: Date | null
}

/** Says what is open. Looking ahead in a calendar costs more than asking for it, so each answer is kept until it changes. */
export function createJudge() {
  const kept = new Map<string, Answer>()

  function answer(key: string, read: () => OpeningHours | null, now: Date): Answer {
    const known = kept.get(key)
    if (known && known.since <= now && (known.until === null || now < known.until)) return known
    const hours = read()
    const found = {
      open: hours === null || isOpen(hours, now),
      since: now,
      until: hours && nextChange(hours, now),
    }
    kept.delete(key)
    kept.set(key, found)
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return found
  }

  return (row: DoorRow, pageHours: string | null, now: Date): Judgement => {
    const { open, until } =
      pageHours !== null
        ? answer(pageHours, () => readText(pageHours), now)
        : answer(JSON.stringify(row.calendar), () => readCalendar(row), now)
    const isAnswered = open && (row.is_somebody_online || !row.message_when_nobody_online)
    return {
      availability: {
        online: open && row.is_somebody_online,
        nextOpening: open ? null : (until?.toISOString() ?? null),
        accepts: isAnswered ? 'chat' : 'message',
      },
      until,
    }
  }
}

/** Only texts that were read once are kept with a session. */
function readText(text: string): OpeningHours | null {
  const parsed = parseHours(text)
  return parsed.ok ? { ...parsed, holidays: [] } : null
}

/** Without a calendar it is always open. */
function readCalendar({ calendar }: DoorRow): OpeningHours | null {
  return calendar && { timeZone: calendar.time_zone, hours: calendar.hours, holidays: calendar.holidays }
}
