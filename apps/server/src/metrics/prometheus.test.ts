import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startOwnPostgres } from '../testing/own-postgres.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { freePort } from '../testing/test-redis.ts'
import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/database.ts'
import { START } from '../database/pool.ts'

async function startServer(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  onTestFinished(server.stop)
  return server
}

/** Each sample of the text, by its name and labels. */
async function scrape(server: TestServer): Promise<Map<string, number>> {
  const { status, body } = await server.rest('GET', '/metrics')
  expect(status).toBe(200)
  const lines = (body as string).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}

test('[MX9] Prometheus reads connections, messages, the time to acknowledge, the queue, jobs, PostgreSQL and the event loop', async () => {
  const server = await startServer()
  const { headers } = await server.rest('GET', '/metrics')
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const ada = await server.admin()
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  for (const text of ['1', '2', '3'])
    await vera.does('message:send', {
      conversationId: conversation.id,
      clientId: randomUUID(),
      type: 'text',
      content: { text },
    })
  await vera.isRefused('message:send', { conversationId: conversation.id })
  await ada.does('agent:status', { status: 'away' })
  await server.routeByHand(ada)
  await vera.does('conversation:start', { clientId: 'd' })

  const samples = await scrape(server)
  expect(Object.fromEntries(samples)).toMatchObject({
    'chat_connections{namespace="agent"}': 1,
    'chat_connections{namespace="visitor"}': 1,
    'chat_connections{namespace="metrics"}': 0,
    chat_messages_stored_total: 3,
    chat_messages_refused_total: 1,
    chat_message_ack_seconds_count: 3,
    'chat_message_ack_seconds_bucket{le="+Inf"}': 3,
    chat_messages_waiting: 0,
    chat_routing_repairs: 0,
    'chat_conversations{state="active"}': 1,
    'chat_conversations{state="queued"}': 1,
    'chat_agents{status="away"}': 1,
    'chat_agents{status="online"}': 0,
    'chat_jobs_waiting{job="outbox"}': 0,
    'chat_jobs_waiting{job="webhooks"}': 0,
    chat_database_up: 1,
  })
  expect(samples.get('chat_message_ack_seconds_sum')).toBeGreaterThan(0)
  expect(samples.has('nodejs_eventloop_lag_seconds')).toBe(true)
  expect(samples.has('chat_redis_up')).toBe(false)
})

test('[MX9] Redis that does not answer is 0, and PostgreSQL that does not is 0 without the figures it would have given', async () => {
  const postgres = await startOwnPostgres()
  onTestFinished(postgres.stop)
  const database = openDatabase(postgres.connection, undefined, START)
  await migrate(database)
  await database.close()
  const redisUrl = `redis://127.0.0.1:${await freePort()}`
  const server = await startServer({ redisUrl, connection: postgres.connection })
  const before = await scrape(server)
  expect(before.get('chat_redis_up')).toBe(0)
  expect(before.get('chat_database_up')).toBe(1)
  postgres.kill()
  await expect.poll(async () => (await scrape(server)).get('chat_database_up'), { timeout: 20_000 }).toBe(0)
  const samples = await scrape(server)
  expect(
    [...samples.keys()].filter((name) => /^chat_(conversations|agents|jobs|database_s)/.test(name)),
  ).toEqual([])
  expect(samples.get('chat_connections{namespace="agent"}')).toBe(0)
  await postgres.restart()
  await expect.poll(async () => (await scrape(server)).get('chat_database_up'), { timeout: 20_000 }).toBe(1)
})

test('[MX9] with a token Prometheus must send it; without one a proxy is nobody to be told', async () => {
  const open = await startServer()
  expect((await open.rest('GET', '/metrics')).status).toBe(200)
  for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
    const { status } = await fetch(`${open.url}/metrics`, { headers: { [name]: '10.0.0.1' } })
    expect({ name, status }).toEqual({ name, status: 403 })
  }
  const guarded = await startServer({ metricsToken: 'prometheus-may-look' })
  const status = async (token?: string) => (await guarded.rest('GET', '/metrics', undefined, token)).status
  expect(await status()).toBe(401)
  expect(await status('prometheus')).toBe(401)
  expect(await status('prometheus-may-look')).toBe(200)
  expect((await guarded.rest('GET', '/metrics')).body.code).toBe('unauthenticated')
})

test('[MX9] the dashboard for Grafana asks for nothing that is not told', async () => {
  const server = await startServer({ redisUrl: `redis://127.0.0.1:${await freePort()}` })
  const ada = await server.admin()
  await server.routeByHand(ada)
  const names = new Set([...(await scrape(server)).keys()].map((key) => key.replace(/\{.*/, '')))
  const dashboard = readFileSync(
    path.join(import.meta.dirname, '../../../../deploy/grafana/live-chat.json'),
    'utf8',
  )
  const asked = new Set(dashboard.match(/\b(chat|nodejs|process)_[a-z0-9_]+/g))
  expect(asked.size).toBeGreaterThan(12)
  expect([...asked].filter((name) => !names.has(name))).toEqual([])
})
