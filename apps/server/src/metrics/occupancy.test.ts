import { expect, test } from 'vitest'
import { MINUTE_MS, SECOND_MS, startDesk } from '../testing/start-desk.ts'
import { occupancyOf } from './occupancy.ts'

const minutes = (from: number, to: number) => ({ from: from * MINUTE_MS, to: to * MINUTE_MS })

test('[MX1] occupancy is what was taken of what was offered, by hand', () => {
  // Two hours with two places, one with one: 300 place-minutes. Of the conversations 60 + 30 + 20 minutes lie within.
  const shifts = [
    { ...minutes(0, 120), maxChats: 2 },
    { ...minutes(180, 240), maxChats: 1 },
  ]
  const borne = [minutes(0, 60), minutes(90, 150), minutes(170, 200)]
  expect(occupancyOf(shifts, borne)).toEqual({
    onlineSeconds: 180 * 60,
    offeredSeconds: 300 * 60,
    takenSeconds: 110 * 60,
    occupancy: 110 / 300,
  })
  expect(occupancyOf([], borne).occupancy).toBeNull()
})

test('[MX1] an agent’s minute: online, with a conversation, away, and back', async () => {
  const desk = await startDesk({ maxChats: 2 })
  const from = desk.clock.now()
  // 20 s with one conversation of two places, 10 without, 10 away, 10 with two that go on: less than a connection is kept.
  const { id } = await desk.starts()
  desk.clock.advance(20 * SECOND_MS)
  await desk.ana.does('conversation:close', { conversationId: id })
  desk.clock.advance(10 * SECOND_MS)
  await desk.ana.does('agent:status', { status: 'away' })
  desk.clock.advance(10 * SECOND_MS)
  await desk.ana.does('agent:status', { status: 'online' })
  await desk.starts()
  await desk.starts()
  desk.clock.advance(10 * SECOND_MS)
  const range = `from=${from.toISOString()}&to=${desk.clock.now().toISOString()}`
  const { body } = await desk.server.rest(
    'GET',
    `/api/v1/reports/occupancy?${range}`,
    undefined,
    desk.ada.token,
  )
  // 40 s online with two places; 20 + 2 × 10 place-seconds of them taken.
  expect(body.items.find(({ name }: { name: string }) => name === 'Ana')).toEqual({
    agentId: desk.ana.id,
    name: 'Ana',
    onlineSeconds: 40,
    offeredSeconds: 80,
    takenSeconds: 40,
    occupancy: 0.5,
  })
})
