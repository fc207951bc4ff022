import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AgentCommandName } from '@biometrics/chat-protocol'
import { listenLive } from '../testing/listen-live.ts'
import { startOwnPostgres } from '../testing/own-postgres.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'

const LONG = 'x'.repeat(100_000)
/** As much as fits into a request line. */
const FITTING = 'x'.repeat(8_000)
const RANGE = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' }
const REPORTS = ['overview', 'breakdown', 'breakdown.csv', 'conversations', 'conversations.csv', 'occupancy']
const OTHERS = ['today', 'staffing', 'staffing.csv']

let postgres: Awaited<ReturnType<typeof startOwnPostgres>>
let server: TestServer
let ada: Person<AgentCommandName>

beforeAll(async () => {
  postgres = await startOwnPostgres({ fsync: false })
  server = await startTestServer({ connection: postgres.connection })
  ada = await server.admin()
})
afterAll(async () => {
  await server.stop()
  await postgres.stop()
})

const get = (path: string, query: Record<string, string>) =>
  server.rest('GET', `/api/v1/${path}?${new URLSearchParams(query)}`, undefined, ada.token)

test('[MX5] parameters of any length and kind are refused with their name, and nothing is lost', async () => {
  const wrong = [
    '',
    '\0',
    "'; drop table episodes; --",
    '%00',
    '-1',
    '1e999',
    'NaN',
    FITTING,
    '😀'.repeat(500),
  ]
  for (const path of [...REPORTS, ...OTHERS].map((name) => `reports/${name}`))
    for (const [name, others] of [
      ['groupId', { ...RANGE, by: 'group' }],
      ['timeZone', { ...RANGE, by: 'group' }],
    ] as const)
      for (const value of wrong) {
        // A clock an hour behind.
        if (name === 'timeZone' && value === '-1') continue
        const { status, body } = await get(path, { ...others, [name]: value })
        const isIgnored = path === 'reports/occupancy'
        expect(status, `${path} ${name} ${value.slice(0, 30)}`).toBe(isIgnored ? 200 : 400)
        if (!isIgnored) expect(body).toMatchObject({ code: 'invalid_payload', errors: [{ path: name }] })
      }
  for (const query of [
    { by: 'group', from: FITTING },
    { by: 'group', from: '0000-00-00T00:00:00Z' },
    { by: 'group', tag: FITTING },
    { by: FITTING },
    { by: 'group', appId: FITTING },
  ])
    expect((await get('reports/breakdown', { ...RANGE, ...query })).status).toBe(400)
  for (const query of [
    { cursor: FITTING },
    { cursor: 'bm9uc2Vuc2U' },
    { limit: '1e9' },
    { weekday: '8' },
    { figure: FITTING },
  ])
    expect((await get('reports/conversations', { ...RANGE, ...query })).status).toBe(400)
  // What is longer than a request line may be is refused before it is read.
  for (const path of ['reports/overview', 'reports/staffing', 'metrics/live'])
    expect((await get(path, { ...RANGE, groupId: LONG })).status).toBe(431)
  expect((await get('reports/overview', RANGE)).status).toBe(200)
})

test('[MX2] targets that are none are refused with their name', async () => {
  const put = (body: unknown) => server.rest('PUT', '/api/v1/targets', body, ada.token)
  const targets = { waitTime: 1, firstResponse: 1, resolutionRate: 1, csat: 1, chatDuration: 1 }
  for (const [body, path] of [
    [{ groupId: null, targets: { ...targets, waitTime: LONG } }, 'targets.waitTime'],
    [{ groupId: LONG, targets }, 'groupId'],
    [{ groupId: null, targets: { ...targets, unknown: LONG } }, 'targets.unknown'],
    [{ groupId: null }, 'targets'],
  ] as const) {
    const { status, body: reply } = await put(body)
    expect({ status, path: reply.errors?.[0]?.path }).toEqual({ status: 400, path })
  }
  expect((await put('[')).status).toBe(400)
  expect((await get('targets', {})).body.isOwn).toBe(false)
})

test('[MX3] a live socket that is talked to, or asked for nonsense, is closed, and the others go on', async () => {
  const listen = (query = '') => listenLive(server.url, query, { authorization: '', cookie: '' })
  const ticket = async () =>
    (await server.rest('POST', '/api/v1/auth/ticket', undefined, ada.token)).body.ticket
  const quiet = listen(`?token=${await ticket()}`)
  await expect.poll(() => quiet.frames.length).toBeGreaterThan(0)
  const loud = listen(`?token=${await ticket()}`)
  await expect.poll(() => loud.frames.length).toBeGreaterThan(0)
  loud.socket.send(LONG)
  expect(await loud.closed).toBe(1009)
  expect(await listen(`?token=${await ticket()}&groupId=${FITTING}`).closed).toBe(4404)
  expect(await listen(`?token=${FITTING}`).closed).toBe(4401)
  expect(await listen(`?token=${LONG}`).closed).toBe(1006)
  const told = quiet.frames.length
  await ada.does('agent:status', { status: 'away' })
  await expect.poll(() => quiet.frames.length).toBeGreaterThan(told)
})

test('[MX5] with PostgreSQL gone reports say when to come back, live sockets stay, and both go on by themselves', async () => {
  const { ticket } = (await server.rest('POST', '/api/v1/auth/ticket', undefined, ada.token)).body
  const listener = listenLive(server.url, `?token=${ticket}`)
  await expect.poll(() => listener.frames.length).toBeGreaterThan(0)
  postgres.kill()
  await expect.poll(postgres.isRunning).toBe(false)
  try {
    for (const path of [...REPORTS, ...OTHERS]
      .map((name) => `reports/${name}`)
      .concat('metrics/live', 'targets')) {
      const { status, body, headers } = await get(path, { ...RANGE, by: 'group' })
      expect({ path, status, code: body.code }).toEqual({ path, status: 503, code: 'database_unavailable' })
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(listener.socket.readyState).toBe(listener.socket.OPEN)
  } finally {
    await postgres.restart()
  }
  await expect.poll(async () => (await get('reports/overview', RANGE)).status, { timeout: 20_000 }).toBe(200)
  // A change is told of again; the first ones may still be refused.
  const told = listener.frames.length
  let away = false
  await expect
    .poll(
      async () => {
        away = !away
        await ada.does('agent:status', { status: away ? 'online' : 'away' }).catch(() => {})
        return listener.frames.length
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBeGreaterThan(told)
})
