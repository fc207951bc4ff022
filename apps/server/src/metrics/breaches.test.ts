import { webhookPayload } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { MINUTE_MS, SECOND_MS, startDesk } from '../testing/start-desk.ts'
import { startSink } from '../testing/start-sink.ts'

const TARGETS = { waitTime: 10, firstResponse: null, resolutionRate: null, csat: null, chatDuration: null }

test('[MX2] a missed target is told once, to agents and webhooks, and again only after it was met', async () => {
  const desk = await startDesk({ maxChats: 10, outboundAllow: ['127.0.0.1'] })
  const { ana, ada, clock, server } = desk
  const sink = await startSink()
  const rest = async (method: string, path: string, body: unknown) => {
    const { status, body: reply } = await server.rest(method, `/api/v1/${path}`, body, ada.token)
    expect(status, JSON.stringify(reply)).toBeLessThan(300)
  }
  const want = (waitTime: number, groupId: string | null = null) =>
    rest('PUT', 'targets', { groupId, targets: { ...TARGETS, waitTime } })
  await rest('POST', 'webhooks', { url: sink.url, events: ['metrics.breach'] })
  const told = (count: number) =>
    desk.until(() => ada.heardOf('breach').length >= count && sink.received.length >= count, 5 * SECOND_MS)
  await want(10)

  await ana.does('agent:status', { status: 'away' })
  for (let count = 0; count < 4; count++) await desk.starts()
  clock.advance(30 * SECOND_MS)
  await ana.does('agent:status', { status: 'online' })
  await server.services.router.idle()
  // Four are too few to call anybody; the fifth did not wait, and the mean of 24 s is too long still.
  clock.advance(2 * MINUTE_MS)
  expect(ada.heardOf('breach')).toEqual([])
  await desk.starts()
  await told(1)
  const breach = ada.heardOf('breach')[0]
  expect(breach).toMatchObject({
    figure: 'waitTime',
    value: 24,
    n: 5,
    target: 10,
    groupId: null,
    groupName: null,
  })
  expect(ana.heardOf('breach')).toEqual([breach])
  const body = webhookPayload.parse(JSON.parse(sink.received[0]?.text ?? ''))
  expect(body).toMatchObject({ event: 'metrics.breach', data: { breach } })

  // It goes on; another group's own target is another breach.
  await desk.starts()
  await want(15, desk.groupId)
  await told(2)
  expect(ada.heardOf('breach')[1]).toMatchObject({
    figure: 'waitTime',
    value: 20,
    n: 6,
    target: 15,
    groupId: desk.groupId,
  })

  // Met again, and missed again.
  await want(60)
  const missed = () => server.services.database.query.selectFrom('breaches').select('group_id').execute()
  await desk.until(async () => (await missed()).length === 1)
  await want(10)
  await told(3)
  expect(sink.received).toHaveLength(3)
  expect(ada.heardOf('breach').map(({ groupId }) => groupId)).toEqual([null, desk.groupId, null])

  // A group that follows the others again has none of its own.
  await rest('PUT', 'targets', { groupId: desk.groupId, targets: null })
  await desk.until(async () => (await missed()).every(({ group_id }) => group_id === null))
})
