import type { Calendar, CalendarPreview, PreviewReply } from '@biometrics/chat-protocol'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { rest, restAll } from '../../session/rest.ts'
import type { CalendarValues } from './calendar-values.ts'

const SETTINGS_STALE_MS = 60_000

export const calendarsQuery = queryOptions({
  queryKey: ['calendars'],
  queryFn: () => restAll<Calendar>('/calendars'),
  staleTime: SETTINGS_STALE_MS,
})

/** What a visitor would see, of hours that need not be stored yet. */
export function previewQuery({ timeZone, hours, holidays }: CalendarValues, at: string) {
  const body = {
    timeZone,
    hours,
    holidays: holidays.map(({ name, ...day }) => ({ ...day, name: name || '?' })),
    at,
  }
  return queryOptions({
    queryKey: ['calendar-preview', body],
    queryFn: async (): Promise<CalendarPreview> =>
      (await rest<PreviewReply>('POST', '/calendars/preview', body)).preview,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** Ranges and zone that a text means. */
export function readHoursText(text: string, timeZone: string): Promise<PreviewReply> {
  return rest('POST', '/calendars/preview', { text, timeZone })
}
