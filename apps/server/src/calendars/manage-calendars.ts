import {
  type Calendar,
  type CalendarChangeBody,
  type CalendarPreview,
  ChatError,
  type NewCalendarBody,
  type PreviewBody,
  type PreviewReply,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { isForeignKeyViolation, isUniqueViolation } from '../database/errors.ts'
import type { Services } from '../services.ts'
import {
  type CalendarRow,
  deleteCalendar,
  findCalendar,
  insertCalendar,
  listCalendars as select,
  updateCalendar,
} from './calendar-store.ts'
import { calendarView, hoursOf } from './calendar-view.ts'
import { previewHours, previewReply } from './preview-hours.ts'
import { readAllHours, readHours } from './read-hours.ts'

type CalendarServices = Pick<Services, 'database' | 'clock' | 'availability'>

export async function addCalendar(
  services: CalendarServices,
  { name, holidays, ...given }: NewCalendarBody,
): Promise<Calendar> {
  const { timeZone, hours } = readAllHours(given)
  const id = uuid()
  await insertCalendar(services.database.query, {
    id,
    name,
    time_zone: timeZone,
    hours: JSON.stringify(hours),
    holidays: JSON.stringify(holidays),
    created_at: services.clock.now(),
  }).catch(refuseTakenName)
  return getCalendar(services, id)
}

export async function changeCalendar(
  services: CalendarServices,
  id: string,
  { name, holidays, ...given }: CalendarChangeBody,
): Promise<Calendar> {
  const { timeZone, hours } = readHours(given)
  const change = {
    ...(name !== undefined && { name }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
    ...(hours !== undefined && { hours: JSON.stringify(hours) }),
    ...(holidays !== undefined && { holidays: JSON.stringify(holidays) }),
  }
  if (!(await updateCalendar(services.database.query, id, change).catch(refuseTakenName))) missing(id)
  await services.availability.changed()
  return getCalendar(services, id)
}

/** One that an app or a group keeps stays: without it they would be open at all hours. */
export async function removeCalendar({ database }: Pick<Services, 'database'>, id: string): Promise<void> {
  const removed = await deleteCalendar(database.query, id).catch((error) => {
    throw isForeignKeyViolation(error)
      ? new ChatError('in_use', 'An app or a group keeps the calendar.')
      : error
  })
  if (!removed) missing(id)
}

export async function getCalendar({ database }: Pick<Services, 'database'>, id: string): Promise<Calendar> {
  return calendarView(await readCalendar(database.query, id))
}

export async function listCalendars(
  { database }: Pick<Services, 'database'>,
  after: string | undefined,
  limit: number,
): Promise<Calendar[]> {
  return (await select(database.query, after, limit)).map(calendarView)
}

export async function previewCalendar(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  id: string,
  at: string | undefined,
): Promise<CalendarPreview> {
  return previewHours(hoursOf(await readCalendar(database.query, id)), at, clock.now())
}

/** The same of hours that are not stored. */
export function previewBody(
  { clock }: Pick<Services, 'clock'>,
  { at, holidays, ...given }: PreviewBody,
): PreviewReply {
  return previewReply({ ...readAllHours(given), holidays }, at, clock.now())
}

async function readCalendar(query: Services['database']['query'], id: string): Promise<CalendarRow> {
  return (await findCalendar(query, id)) ?? missing(id)
}

function missing(id: string): never {
  throw new ChatError('not_found', `There is no calendar ${id}.`)
}

function refuseTakenName(error: unknown): never {
  if (!isUniqueViolation(error)) throw error
  throw new ChatError('name_taken', 'name: another calendar has it.', {
    fields: [{ path: 'name', message: 'another calendar has it' }],
  })
}
