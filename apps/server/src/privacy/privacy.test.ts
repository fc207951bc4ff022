import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { strFromU8, unzipSync } from 'fflate'
import { Redis } from 'ioredis'
import { sql } from 'kysely'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'
import { upload } from '../testing/upload.ts'
import { sweepExpired } from './retention.ts'

const CANARY = 'canary-5f3a'
const DAY_MS = 86_400_000
const FILE = new TextEncoder().encode(`${CANARY}-file`)

let redis: TestRedis | undefined
beforeAll(async () => {
  if (!hasRedis) return
  redis = await startTestRedis()
  return () => redis?.kill()
})

/** A server on which Vera, who is full of canaries, has talked with Ana, with a file each way and a note. */
async function start({ logger, redisUrl = null }: { logger?: Writable; redisUrl?: string | null } = {}) {
  const clock = createManualClock()
  const server = await startTestServer({
    clock,
    redisUrl,
    ...(logger && { logger: { level: 'trace', stream: logger } }),
  })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const api = (method: string, path: string, body?: unknown, token = ada.token) =>
    server.rest(method, `/api/v1${path}`, body, token)
  await ada.does('agent:status', { status: 'away' })
  const ana = await server.agent(ada)
  await api('POST', '/webhooks', {
    url: 'https://hooks.example.com/',
    events: ['message.created', 'note.created'],
  })
  const vera = await server.visitor({
    visitor: {
      name: `${CANARY}-name`,
      email: `${CANARY}@example.com`,
      phone: `${CANARY}-phone`,
      attributes: { plan: `${CANARY}-plan` },
    },
    page: { url: `https://shop.example.com/${CANARY}-page` },
  })
  const say = (words: string) =>
    ({ clientId: crypto.randomUUID(), type: 'text', content: { text: words } }) as const
  const { conversation } = await vera.does('conversation:start', {
    clientId: 'c',
    subject: `${CANARY}-subject`,
    message: say(`${CANARY}-question`),
    prechat: { topic: `${CANARY}-prechat` },
  })
  const { id } = conversation
  const sends = async (who: typeof vera | typeof ana, name: string) => {
    const { url, size, mimeType, ...kept } = await upload(server.url, who.token, name, FILE)
    const content = { url, size, mimeType, name: kept.name }
    const file = { conversationId: id, clientId: crypto.randomUUID(), type: 'file', content } as const
    await (who.does as typeof ana.does)('message:send', file)
    return url
  }
  const veras = await sends(vera, `${CANARY}-vera.txt`)
  await expect.poll(async () => (await api('GET', `/conversations/${id}`)).body.agentId).toBe(ana.id)
  const anas = await sends(ana, `${CANARY}-ana.txt`)
  await ana.does('message:send', { conversationId: id, ...say(`${CANARY}-note`), visibility: 'note' })
  await api('PUT', `/visitors/${conversation.visitor.id}/note`, { text: `${CANARY}-about` })
  return { clock, server, ada, ana, vera, api, id, veras, anas, visitorId: conversation.visitor.id, say }
}

/** Everything that the database holds, as a dump would. */
async function dump(query: Awaited<ReturnType<typeof start>>['server']['services']['database']['query']) {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(
    query,
  )
  expect(rows.length).toBeGreaterThan(30)
  const tables = await Promise.all(
    rows.map(async ({ name }) => {
      const found = await sql<{
        row: string
      }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(query)
      return `${name}: ${found.rows.map(({ row }) => row).join('\n')}`
    }),
  )
  return tables.filter((text) => text.includes(CANARY))
}

async function inRedis(url: string): Promise<string> {
  const client = new Redis(url)
  const keys = await client.keys('*')
  const values = await Promise.all(keys.map((key) => client.dumpBuffer(key)))
  client.disconnect()
  return [...keys, ...values.map((value) => value?.toString('latin1'))].join('\n')
}

/** Everything that lies in the folder of the uploads. */
function onDisk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.includes(CANARY) || readFileSync(path).includes(CANARY))
}

describe('erasing a person', () => {
  test('[SC12] leaves nothing: not in the database, among the files, in Redis or in the log', async () => {
    const lines: string[] = []
    const logger = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    const desk = await start({ logger, redisUrl: redis?.url ?? null })
    const { server, api, vera, ana, id, veras, visitorId } = desk
    const { query } = server.services.database
    // The canaries sing before they are gone.
    expect((await dump(query)).length).toBeGreaterThanOrEqual(4)
    expect(onDisk(server.services.files.folder)).toHaveLength(2)
    await expect
      .poll(async () => {
        desk.clock.advance(1_000)
        return (await query.selectFrom('webhook_deliveries').selectAll().execute()).length
      })
      .toBeGreaterThanOrEqual(4)

    expect((await api('DELETE', `/people/${visitorId}`)).status).toBe(204)
    await expect.poll(() => vera.socket.connected).toBe(false)
    await expect.poll(() => dump(query)).toEqual([])
    expect(onDisk(server.services.files.folder)).toEqual([])
    if (redis) expect(await inRedis(redis.url)).not.toContain(CANARY)
    expect(lines.join('')).not.toContain(CANARY)

    expect((await api('GET', `/conversations/${id}`)).status).toBe(404)
    expect((await server.rest('GET', veras)).status).toBe(404)
    expect((await api('DELETE', `/people/${visitorId}`)).status).toBe(404)
    expect((await api('GET', '/audit?action=person.erased')).body.items).toMatchObject([
      { objectId: visitorId },
    ])
    // Agents' lists know, and the place is free.
    const { body } = await api('GET', `/agents/${ana.id}`)
    expect(body.activeChats).toBe(0)
    // Whoever comes back with the old token is somebody new.
    const again = await server.session({ visitorToken: vera.token })
    expect(again.visitor).toMatchObject({ name: null, email: null })
    expect(again.conversations).toEqual([])
  })

  test('[SC12] what stands in others’ conversations too stays there', async () => {
    const { server, ana, api, visitorId, anas, say } = await start()
    const victor = await server.visitor()
    const other = await victor.does('conversation:start', { clientId: 'c', message: say('Hello') })
    await ana.does('message:send', {
      conversationId: other.conversation.id,
      clientId: 'again',
      type: 'file',
      content: { url: anas, name: 'terms.txt', size: FILE.length, mimeType: 'text/plain' },
    })
    expect((await api('DELETE', `/people/${visitorId}`)).status).toBe(204)
    expect((await server.rest('GET', anas)).status).toBe(200)
    expect((await api('GET', `/conversations/${other.conversation.id}`)).status).toBe(200)
  })
})

test('[SC12] a person is found and exported as a zip: data, conversations, files; notes only where they are asked for', async () => {
  const { server, ada, ana, api, id, visitorId } = await start()
  const found = await api('GET', `/people?q=${CANARY.toUpperCase()}`)
  expect(found.body.items).toMatchObject([{ id: visitorId, name: `${CANARY}-name` }])
  for (const q of ['%25%25', '__', 'no-such-person'])
    expect((await api('GET', `/people?q=${q}`)).body.items).toEqual([])
  for (const { token } of [ana]) {
    expect((await api('GET', `/people?q=${CANARY}`, undefined, token)).status).toBe(403)
    expect((await api('GET', `/people/${visitorId}/export`, undefined, token)).status).toBe(403)
    expect((await api('DELETE', `/people/${visitorId}`, undefined, token)).status).toBe(403)
  }
  const open = async (query: string) => {
    const response = await fetch(`${server.url}/api/v1/people/${visitorId}/export${query}`, {
      headers: { authorization: `Bearer ${ada.token}` },
    })
    expect(response.headers.get('content-disposition')).toContain('.zip')
    return unzipSync(new Uint8Array(await response.arrayBuffer()))
  }
  const files = await open('')
  const names = Object.keys(files)
  expect(names.filter((name) => name.startsWith('files/'))).toHaveLength(2)
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())
  expect(JSON.parse(text('person.json'))).toMatchObject({
    email: `${CANARY}@example.com`,
    attributes: { plan: `${CANARY}-plan` },
  })
  const conversation = text(`conversations/${id}.json`)
  expect(conversation).toContain(`${CANARY}-question`)
  expect(conversation).not.toContain(`${CANARY}-note`)
  for (const name of names.filter((one) => one.startsWith('files/')))
    expect(text(name)).toBe(`${CANARY}-file`)
  const withNotes = await open('?notes=true')
  expect(text('person.json')).not.toContain(`${CANARY}-about`)
  expect(strFromU8(withNotes['person.json'] ?? new Uint8Array())).toContain(`${CANARY}-about`)
  expect(strFromU8(withNotes[`conversations/${id}.json`] ?? new Uint8Array())).toContain(`${CANARY}-note`)
  expect((await api('GET', '/audit?action=person.exported')).body.items).toMatchObject([
    { objectId: visitorId, actor: { id: ada.id } },
    { objectId: visitorId },
  ])
})

test('[SC12] each app keeps closed conversations, and files, so long as it is set', async () => {
  const { clock, server, ada, ana, api, id, vera, veras, visitorId } = await start()
  const [app] = (await api('GET', '/apps')).body.items
  expect(app).toMatchObject({ keepConversationsDays: null, keepFilesDays: null })
  const set = (change: object) => api('PATCH', `/apps/${app.id}`, change)
  for (const days of [0, -1, 1.5, 4_000, '30']) expect((await set({ keepFilesDays: days })).status).toBe(400)
  const sweep = () => sweepExpired(server.services)
  const exists = async () => (await api('GET', `/conversations/${id}`)).status === 200
  const isFile = async () => (await server.rest('GET', veras, undefined, ada.token)).status === 200

  clock.jump(100 * DAY_MS)
  await sweep()
  expect([await exists(), await isFile()]).toEqual([true, true])
  await set({ keepFilesDays: 30, keepConversationsDays: 60 })
  await sweep()
  expect([await exists(), await isFile()]).toEqual([true, false])
  // An open one is not closed by its age; it counts from the closing.
  await ana.does('conversation:close', { conversationId: id })
  clock.jump(59 * DAY_MS)
  await sweep()
  expect(await exists()).toBe(true)
  vera.socket.close()
  clock.jump(2 * DAY_MS)
  await sweep()
  expect(await exists()).toBe(false)
  // It leaves the lists in which somebody has it.
  expect(await ana.hears('gone')).toEqual({ conversationId: id })
  const { query } = server.services.database
  const people = await query.selectFrom('visitors').select('id').where('id', '=', visitorId).execute()
  expect(people).toEqual([])
  expect(await dump(query)).toEqual([])
  expect(onDisk(server.services.files.folder)).toEqual([])
})

test('[SC12] of visitors no IP address is kept at all, and pages load nothing of third parties', async () => {
  const { server } = await start()
  const { query } = server.services.database
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = current_schema() and (column_name ~ '(^|_)(ip|address|addr|network)($|_)' or data_type in ('inet', 'cidr'))`.execute(
    query,
  )
  expect(rows.map(({ name }) => name).sort()).toEqual(['agent_sessions.address', 'audit_log.address'])
  for (const path of ['/chat/biometrics-web', '/widget/biometrics-web', '/']) {
    const response = await server.rest('GET', path)
    const policy = response.headers.get('content-security-policy') ?? ''
    for (const kind of ['script-src', 'style-src', 'font-src', 'connect-src', 'default-src'])
      expect(new RegExp(`${kind} [^;]*https?:`).test(policy), `${path} ${kind}`).toBe(false)
  }
})
