export type SnoozeChoice = 'hour' | 'threeHours' | 'evening' | 'tomorrow' | 'week'

const MORNING_HOUR = 9
const EVENING_HOUR = 18
/** An evening that is nearer than this is no choice beside "in three hours". */
const EVENING_AHEAD_HOURS = 4
const MONDAY = 1

/** When an agent usually wants to be reminded, in their own time zone; soonest first. */
export function snoozeTimes(now: Date): { choice: SnoozeChoice; at: Date }[] {
  const times: { choice: SnoozeChoice; at: Date }[] = [
    { choice: 'hour', at: inHours(now, 1) },
    { choice: 'threeHours', at: inHours(now, 3) },
  ]
  if (now.getHours() <= EVENING_HOUR - EVENING_AHEAD_HOURS) {
    times.push({ choice: 'evening', at: atHour(now, 0, EVENING_HOUR) })
  }
  times.push({ choice: 'tomorrow', at: atHour(now, 1, MORNING_HOUR) })
  const daysToMonday = (MONDAY + 7 - now.getDay()) % 7 || 7
  if (daysToMonday > 1) times.push({ choice: 'week', at: atHour(now, daysToMonday, MORNING_HOUR) })
  return times
}

function inHours(now: Date, hours: number): Date {
  return new Date(now.getTime() + hours * 3_600_000)
}

/** On the wall: a day has not always 24 hours. */
function atHour(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
}

/** The value of a `datetime-local` field, which knows no time zone but the agent's own. */
export function fieldValue(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`
}
