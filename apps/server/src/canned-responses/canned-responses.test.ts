import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: Session
let ana: Session
let ben: Session
let groupId: string
type Session = { token: string; id: string }

beforeAll(async () => {
  server = await startTestServer()
  const admin = await server.admin()
  ada = admin
  ana = await server.agent(admin)
  ben = await server.agent(admin, { name: 'Ben', email: 'ben@example.com' })
  const group = await as(ada)('POST', '/groups', { name: 'Billing', agentIds: [ana.id] })
  groupId = group.body.id
})
afterAll(() => server.stop())

const as = (who: Session) => (method: string, path: string, body?: unknown) =>
  server.rest(method, `/api/v1${path}`, body, who.token)
const shortcuts = async (who: Session) =>
  (await as(who)('GET', '/canned-responses')).body.items
    .map(({ shortcut }: { shortcut: string }) => shortcut)
    .filter((shortcut: string) => !['/hi', '/billing'].includes(shortcut))

test('[AW3] a response is everybody’s, a group’s or one’s own, and others find only what is theirs', async () => {
  const one = (shortcut: string, more: object = {}) => ({
    title: shortcut,
    content: 'Text',
    shortcut,
    ...more,
  })
  const own = await as(ana)('POST', '/canned-responses', one('/own', { scope: 'personal' }))
  expect(own.body).toMatchObject({ scope: 'personal', groupId: null, language: null, uses: 0 })
  await as(ana)('POST', '/canned-responses', one('/group', { scope: 'group', groupId }))
  await as(ben)('POST', '/canned-responses', one('/all'))
  expect(await shortcuts(ana)).toEqual(['/own', '/group', '/all'])
  expect(await shortcuts(ben)).toEqual(['/all'])
  expect(await shortcuts(ada)).toEqual(['/group', '/all'])
  for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const)
    expect((await as(ada)(method, `/canned-responses/${own.body.id}`, body)).status).toBe(404)

  // The same shortcut for others, or in another language, is another one.
  const again = (more: object) => as(ben)('POST', '/canned-responses', one('/own', more))
  expect((await again({ scope: 'personal' })).status).toBe(201)
  expect((await again({ scope: 'personal' })).status).toBe(409)
  expect((await again({ scope: 'personal', language: 'de' })).status).toBe(201)
  expect((await again({ scope: 'group' })).body.errors).toMatchObject([{ path: 'groupId' }])

  await as(ana)('POST', `/canned-responses/${own.body.id}/use`)
  expect((await as(ana)('GET', `/canned-responses/${own.body.id}`)).body.uses).toBe(1)
  expect((await as(ben)('POST', `/canned-responses/${own.body.id}/use`)).status).toBe(404)
  for (const { id, shortcut } of (await as(ben)('GET', '/canned-responses')).body.items)
    if (shortcut === '/own') await as(ben)('DELETE', `/canned-responses/${id}`)
})

test('[AW3] what is exported can be imported again, as a table and as JSON, and what makes no sense is named', async () => {
  await as(ana)('POST', '/canned-responses', {
    title: 'Sum, "quoted"',
    content: '=SUM(A1)\nsecond line; {{name}}',
    shortcut: '/sum',
    tags: ['a', 'b'],
    scope: 'group',
    groupId,
    language: 'de',
  })
  for (const format of ['csv', 'json']) {
    const exported = await as(ana)('GET', `/canned-responses/export?format=${format}`)
    expect(exported.headers.get('content-disposition')).toContain(`canned-responses.${format}`)
    const text = format === 'json' ? JSON.stringify(exported.body) : exported.body
    const { items } = (await as(ana)('GET', '/canned-responses')).body
    const before = items.find(({ shortcut }: { shortcut: string }) => shortcut === '/sum')
    await as(ana)('DELETE', `/canned-responses/${before.id}`)
    const { body } = await as(ana)('POST', '/canned-responses/import', { format, text })
    expect(body).toEqual({ added: 1, changed: items.length - 1, problems: [] })
    const after = (await as(ana)('GET', '/canned-responses')).body.items.find(
      ({ shortcut }: { shortcut: string }) => shortcut === '/sum',
    )
    expect({ ...after, id: 0 }).toEqual({ ...before, id: 0 })
  }

  const text = [
    'shortcut;title;content;scope;group',
    '/good;Good;Fine;everybody;',
    'bad;Bad;No slash;;',
    '/lost;Lost;No such group;group;Nowhere',
  ].join('\r\n')
  const { body } = await as(ben)('POST', '/canned-responses/import', { format: 'csv', text })
  expect(body).toMatchObject({
    added: 1,
    changed: 0,
    problems: [
      { line: 2, message: expect.stringContaining('shortcut') },
      { line: 3, message: expect.stringContaining('Nowhere') },
    ],
  })
  const refused = (format: string, wrong: string) =>
    as(ben)('POST', '/canned-responses/import', { format, text: wrong })
  expect((await refused('json', '{')).body.errors).toMatchObject([{ path: 'text' }])
  expect((await refused('csv', 'a,b\n1,2')).body.errors).toMatchObject([{ path: 'text' }])
})
