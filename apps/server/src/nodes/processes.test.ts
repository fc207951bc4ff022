import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { systemClock } from '../clock/clock.ts'
import { type MainProcess, runMain } from '../testing/run-main.ts'
import { createTestDatabase } from '../testing/test-database.ts'
import { freePort, hasRedis, startTestRedis } from '../testing/test-redis.ts'
import { openSharedParts } from './shared-parts.ts'

const ADMIN = { email: 'ada@example.com', password: 'correct horse battery' }

test('without REDIS_URL nothing of Redis is loaded', async () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('/ioredis/'))
  const options = { installation: 'one', clock: systemClock, log: { warn: () => {}, error: () => {} } }
  const alone = await openSharedParts({ redisUrl: null, ...options })
  await alone.stop()
  expect(loaded()).toBe(false)
  const withRedis = await openSharedParts({ redisUrl: `redis://127.0.0.1:${await freePort()}`, ...options })
  await withRedis.stop()
  expect(loaded()).toBe(true)
})

async function settings(redisUrl: string): Promise<Record<string, string>> {
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  onTestFinished(async () => {
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const { host, user } = inject('postgres')
  return {
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: `postgres://${user}@/${database.name}?host=${encodeURIComponent(host)}`,
    REDIS_URL: redisUrl,
    BOOTSTRAP_ADMIN_EMAIL: ADMIN.email,
    BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
    // The tests' PostgreSQL runs without fsync.
    NODE_ENV: 'development',
  }
}

async function start(env: Record<string, string>): Promise<MainProcess> {
  const main = await runMain(env)
  onTestFinished(async () => {
    if (main.process.exitCode === null && main.process.signalCode === null) await main.stop('SIGKILL')
  })
  return main
}

async function post(url: string, address: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(url + address, { method: 'POST', headers, body: JSON.stringify(body) })).json()
}

async function connect(url: string, namespace: string, token: string): Promise<Socket> {
  const socket = io(url + namespace, { auth: { token }, transports: ['websocket'], reconnection: false })
  onTestFinished(() => void socket.close())
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

describe.skipIf(!hasRedis)('processes of their own', () => {
  test('[ND1] two nodes start at once, chat with each other, and one goes on when the other is killed', async () => {
    const redis = await startTestRedis()
    onTestFinished(redis.kill)
    const env = await settings(redis.url)
    const [first, second] = await Promise.all([start(env), start(env)])
    const login = await post(first.url, '/api/v1/auth/login', ADMIN)
    const session = await post(second.url, '/api/v1/visitor/sessions', { appId: 'biometrics-web' })
    const heard: { seq: number }[] = []
    const [ada, vera] = [
      await connect(first.url, '/agent', login.token),
      await connect(second.url, '/visitor', session.visitorToken),
    ]
    ada.on('message', (message) => heard.push(message))
    const begun = await vera.emitWithAck('conversation:start', { clientId: 'c' })
    const conversationId: string = begun.data.conversation.id
    const say = (words: string) =>
      vera.emitWithAck('message:send', {
        conversationId,
        clientId: words,
        type: 'text',
        content: { text: words },
      })
    expect(await say('Hello')).toMatchObject({ ok: true })
    await expect.poll(() => heard.map(({ seq }) => seq)).toEqual([1])

    await first.stop('SIGKILL')
    expect(await say('Still there?')).toMatchObject({ ok: true, data: { message: { seq: 2 } } })
    const back = await connect(second.url, '/agent', login.token)
    const missed = await back.emitWithAck('conversation:sync', { conversationId, afterSeq: 1 })
    expect(missed.data.messages).toHaveLength(1)
    expect(await second.stop()).toBe(0)
  })

  test('[DL13] a node that finds no Redis at its start says so and serves', async () => {
    const main = await start(await settings(`redis://127.0.0.1:${await freePort()}`))
    expect(main.output().stdout + main.output().stderr).toContain(
      'Redis does not answer (connect ECONNREFUSED',
    )
    expect((await fetch(`${main.url}/healthz`)).status).toBe(200)
    expect(await main.stop()).toBe(0)
  })
})
