import type { ReportConversation, ReportOverview } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { MINUTE_MS, SECOND_MS, startDesk } from '../testing/start-desk.ts'

const DAY_MS = 86_400_000

async function readAll(desk: Awaited<ReturnType<typeof startDesk>>) {
  const now = desk.clock.now().getTime()
  const query = `?from=${new Date(now - 5 * DAY_MS).toISOString()}&to=${new Date(now + 1).toISOString()}`
  const get = async (path: string) =>
    (await desk.server.rest('GET', `/api/v1/reports/${path}${query}`, undefined, desk.ada.token)).body
  const { items }: { items: ReportConversation[] } = await get('conversations')
  const overview: ReportOverview = await get('overview')
  return { items, figures: overview.figures }
}

test('[MX1] the first response is the first word of a person: no greeting, no bot, no note; and anew after a reopening', async () => {
  const desk = await startDesk({ maxChats: 1, rules: {} })
  await desk.setRules({ greeting: 'Welcome!' })
  const { id, visitor } = await desk.starts()
  desk.clock.advance(20 * SECOND_MS)
  await desk.ana.does('message:send', {
    conversationId: id,
    clientId: 'note',
    type: 'text',
    content: { text: 'Who is that?' },
    visibility: 'note',
  })
  desk.clock.advance(25 * SECOND_MS)
  expect((await readAll(desk)).items[0]).toMatchObject({ firstResponse: null, waitTime: 0 })
  await desk.says(desk.ana, id)
  // Known while it is open, without a word of the conversation's moves.
  expect((await readAll(desk)).items[0]).toMatchObject({ firstResponse: 45, messages: 2 })
  desk.clock.advance(15 * SECOND_MS)
  await desk.says(desk.ana, id)
  await desk.ana.does('conversation:close', { conversationId: id, resolved: true })
  expect((await readAll(desk)).items[0]).toMatchObject({ chatDuration: 60, isResolved: true, messages: 3 })

  desk.clock.advance(MINUTE_MS)
  await desk.says(visitor, id, 'One more thing')
  desk.clock.advance(5 * SECOND_MS)
  await desk.says(desk.ana, id)
  const { items, figures } = await readAll(desk)
  expect(
    items.map(({ episode, firstResponse, isResolved }) => ({ episode, firstResponse, isResolved })),
  ).toEqual([
    { episode: 2, firstResponse: 5, isResolved: null },
    { episode: 1, firstResponse: 45, isResolved: false },
  ])
  expect(figures.firstResponse.now).toEqual({ n: 2, mean: 25, median: 5, p90: 45 })
  expect(figures.resolutionRate.now).toEqual({ n: 0, of: 1, value: 0 })
})

test('[MX1] the first response within hours leaves the closed time out', async () => {
  const desk = await startDesk()
  const { body: calendar } = await desk.server.rest(
    'POST',
    '/api/v1/calendars',
    { name: 'Office', timeZone: 'UTC', text: 'Mon-Fri 09:00-10:00' },
    desk.ada.token,
  )
  await desk.setRules({ calendarId: calendar.id })
  // Monday, 9:00: given at once, and answered on Tuesday at 9:10.
  const { id } = await desk.starts()
  desk.clock.advance(24 * 60 * MINUTE_MS + 10 * MINUTE_MS)
  // A day's clockwork at once keeps the database busy for a moment.
  await expect.poll(async () => (await readAll(desk)).items?.length).toBe(1)
  await desk.says(desk.ana, id)
  const { figures } = await readAll(desk)
  expect(figures.firstResponse.now.mean).toBe(87_000)
  expect(figures.firstResponseInHours.now.mean).toBe(4_200)
})
