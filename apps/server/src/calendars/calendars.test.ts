import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: Person<never>
let ana: Person<never>
// A Monday, 10:00 in Berlin.
const clock = createManualClock(new Date('2026-03-02T09:00:00Z'))

beforeAll(async () => {
  server = await startTestServer({ clock })
  const admin = await server.admin()
  ada = admin as unknown as Person<never>
  ana = (await server.agent(admin)) as unknown as Person<never>
})
afterAll(() => server.stop())

const ask = (method: string, path: string, body?: unknown, token = ada.token) =>
  server.rest(method, `/api/v1/calendars${path}`, body, token)

const workdays = [{ from: '09:00', to: '18:00' }]
const office = { mon: workdays, tue: workdays, wed: workdays, thu: workdays, fri: workdays, sat: [], sun: [] }

describe('[HR1] calendars', () => {
  it('are made of text or of ranges, read, changed and removed', async () => {
    const made = await ask('POST', '', { name: 'Office', text: 'Mon-Fri 9:00-18:00 CET' })
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Office', timeZone: 'Europe/Berlin', hours: office },
    })
    const { id } = made.body
    expect(made.body).toMatchObject({ text: 'Mon-Fri 9:00-18:00 Europe/Berlin', holidays: [] })

    const change = {
      timeZone: 'america/new_york',
      hours: { sat: [{ from: '22:00', to: '02:00' }] },
      holidays: [{ name: 'New Year', date: '2026-01-01', yearly: true }],
    }
    const changed = await ask('PATCH', `/${id}`, change)
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'Office', text: 'Sat 22:00-2:00 America/New_York' },
    })
    expect(changed.body.holidays).toEqual([{ name: 'New Year', date: '2026-01-01', yearly: true, hours: [] }])
    expect((await ask('GET', `/${id}`, undefined, ana.token)).body).toEqual(changed.body)
    expect((await ask('GET', '', undefined, ana.token)).body.items).toEqual([changed.body])

    expect((await ask('DELETE', `/${id}`)).status).toBe(204)
    expect((await ask('GET', `/${id}`)).status).toBe(404)
    expect((await ask('DELETE', `/${id}`)).status).toBe(404)
  })

  it('are an admin’s to write', async () => {
    const refused = await ask('POST', '', { name: 'Mine', text: '24/7 CET' }, ana.token)
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  it.each([
    [{ text: 'Mon-Fri 9:00-18:00 Mars' }, 'text', '"Mars" is no day, time or time zone that is known here'],
    [{ text: '24/7 CET', hours: {} }, 'text', 'stands beside hours: give one of the two'],
    [{ timeZone: 'Europe/Berlin' }, 'hours', 'is missing, and so is text'],
    [{ hours: {} }, 'timeZone', 'is missing'],
    [{ hours: {}, timeZone: 'Mars/Base' }, 'timeZone', /"Mars\/Base" is no time zone/],
    [
      { hours: { mon: [{ from: '9:00', to: '18:00' }] }, timeZone: 'UTC' },
      'hours.mon.0.from',
      /such as 09:00/,
    ],
    [{ hours: { mon: [{ from: '09:00', to: '09:00' }] }, timeZone: 'UTC' }, 'hours.mon.0.to', /range begins/],
    [
      { hours: { mon: [...workdays, { from: '17:00', to: '20:00' }] }, timeZone: 'UTC' },
      'hours.mon',
      /must not overlap/,
    ],
    [{ hours: { moon: [] }, timeZone: 'UTC' }, 'hours.moon', /not known/],
    [{ text: '24/7 CET', holidays: [{ name: 'Leap', date: '2026-02-29' }] }, 'holidays.0.date', /./],
    [
      { text: '24/7 CET', holidays: [day('2026-05-01', true), day('2027-05-01', true)] },
      'holidays.1.date',
      'another holiday is on that day',
    ],
  ])('are refused with the field that is wrong: %j', async (body, path, message) => {
    const { status, body: problem } = await ask('POST', '', { name: 'Wrong', ...body })
    expect(status).toBe(400)
    expect(problem.errors).toEqual([
      { path, message: typeof message === 'string' ? message : expect.stringMatching(message) },
    ])
  })

  it('have names of their own', async () => {
    await ask('POST', '', { name: 'Twice', text: '24/7 CET' })
    const refused = await ask('POST', '', { name: 'Twice', text: '24/7 CET' })
    expect(refused).toMatchObject({ status: 409, body: { code: 'name_taken' } })
  })
})

describe('[HR3] a preview', () => {
  const holidays = [{ name: 'Christmas', date: '2020-12-25', yearly: true }]

  it('answers what a visitor would see at a moment, now without one', async () => {
    const made = await ask('POST', '', { name: 'Preview', text: 'Mon-Fri 9:00-18:00 CET', holidays })
    const at = async (query: string) =>
      (await ask('GET', `/${made.body.id}/preview${query}`, undefined, ana.token)).body

    expect(await at('')).toEqual({
      at: '2026-03-02T09:00:00.000Z',
      localTime: '2026-03-02T10:00:00+01:00',
      timeZone: 'Europe/Berlin',
      open: true,
      accepts: 'chat',
      reason: 'hours',
      holiday: null,
      nextOpening: null,
      nextChange: '2026-03-02T17:00:00.000Z',
    })
    // The night in which the clocks are put forward lies between.
    expect(await at('?at=2026-03-27T17:00:00Z')).toMatchObject({
      open: false,
      accepts: 'message',
      reason: 'hours',
      nextOpening: '2026-03-30T07:00:00.000Z',
      nextChange: '2026-03-30T07:00:00.000Z',
    })
    expect(await at('?at=2026-12-25T12:00')).toMatchObject({
      at: '2026-12-25T11:00:00.000Z',
      localTime: '2026-12-25T12:00:00+01:00',
      open: false,
      reason: 'holiday',
      holiday: 'Christmas',
      nextOpening: '2026-12-28T08:00:00.000Z',
    })
    expect(await at('?at=2026-06-01T10:00:00%2B02:00')).toMatchObject({ at: '2026-06-01T08:00:00.000Z' })
    expect(await at('?at=soon')).toMatchObject({ status: 400, errors: [{ path: 'at' }] })
    expect((await ask('GET', `/${ada.id}/preview`)).status).toBe(404)
  })

  it('is there for hours that are not stored, and tells what a text means', async () => {
    const { status, body } = await ask('POST', '/preview', {
      text: 'Sa 10-14 MEZ',
      holidays,
      at: '2026-03-07T09:30',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      timeZone: 'Europe/Berlin',
      hours: { sat: [{ from: '10:00', to: '14:00' }], sun: [] },
      text: 'Sat 10:00-14:00 Europe/Berlin',
      preview: { open: false, nextOpening: '2026-03-07T09:00:00.000Z' },
    })
    const wrong = await ask('POST', '/preview', { text: 'Sa 10-14 Mond' })
    expect(wrong.body.errors).toEqual([{ path: 'text', message: expect.stringContaining('"Mond"') }])
  })

  it('is in the description of the interface', async () => {
    const { body } = await server.rest('GET', '/api/openapi.json')
    expect(body.paths['/api/v1/calendars/{id}/preview'].get.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'at', in: 'query' })]),
    )
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/v1/calendars', '/api/v1/calendars/{id}', '/api/v1/calendars/preview']),
    )
  })
})

function day(date: string, yearly: boolean) {
  return { name: 'Day', date, yearly }
}
