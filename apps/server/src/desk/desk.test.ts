import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: { token: string }
let ana: { token: string }
beforeAll(async () => {
  server = await startTestServer()
  const admin = await server.admin()
  ada = admin
  ana = await server.agent(admin)
})
afterAll(() => server.stop())

const as = (who: { token: string }) => (method: string, path: string, body?: unknown) =>
  server.rest(method, `/api/v1${path}`, body, who.token)

const MACRO = {
  name: 'Refund',
  actions: [
    { kind: 'reply', text: 'Hi {{name}}, it is on its way.' },
    { kind: 'add_tags', tags: ['refund'] },
    { kind: 'close', resolved: true },
  ],
}

test.each([
  ['/saved-views', { name: 'VIPs', query: 'status=open&tag=vip' }, { name: 'Very important' }],
  ['/macros', MACRO, { actions: [{ kind: 'priority', priority: 'high' }] }],
])('[AW12] %s are one’s own, or everybody’s where an admin wants that', async (path, item, change) => {
  const own = await as(ana)('POST', path, item)
  expect(own).toMatchObject({ status: 201, body: { ...item, shared: false } })
  const { id } = own.body
  expect((await as(ana)('PATCH', `${path}/${id}`, change)).body).toMatchObject({ ...item, ...change })

  // An admin has no key to what is another's own.
  expect((await as(ada)('GET', path)).body.items).toEqual([])
  for (const [method, body] of [['GET'], ['PATCH', change], ['DELETE']] as const)
    expect((await as(ada)(method, `${path}/${id}`, body)).status).toBe(404)

  expect((await as(ana)('POST', path, { ...item, shared: true })).status).toBe(403)
  expect((await as(ana)('PATCH', `${path}/${id}`, { shared: true })).status).toBe(403)
  const shared = (await as(ada)('POST', path, { ...item, shared: true })).body
  const seen = (await as(ana)('GET', path)).body.items.map((one: { id: string }) => one.id)
  expect(seen).toEqual([id, shared.id])
  expect((await as(ana)('PATCH', `${path}/${shared.id}`, change)).status).toBe(403)
  expect((await as(ana)('DELETE', `${path}/${shared.id}`)).status).toBe(403)
  expect((await as(ada)('DELETE', `${path}/${shared.id}`)).status).toBe(204)
  expect((await as(ana)('DELETE', `${path}/${id}`)).status).toBe(204)
  expect((await as(ana)('GET', path)).body.items).toEqual([])
})

test('[AW12] what makes no sense is refused with the name of the field', async () => {
  const refused = async (path: string, body: object) => (await as(ana)('POST', path, body)).body.errors
  expect(await refused('/macros', { name: 'Empty', actions: [] })).toMatchObject([{ path: 'actions' }])
  expect(await refused('/macros', { name: 'Odd', actions: [{ kind: 'explode' }] })).toMatchObject([
    { path: 'actions.0.kind' },
  ])
  expect(await refused('/saved-views', { name: 'Odd', query: 'visitorId=1' })).toMatchObject([
    { path: 'query' },
  ])
})
