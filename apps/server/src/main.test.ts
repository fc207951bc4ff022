import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { io } from 'socket.io-client'
import { expect, inject, onTestFinished, test } from 'vitest'
import { type MainProcess, runMain, runMainToEnd } from './testing/run-main.ts'
import { createTestDatabase } from './testing/test-database.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(settings: Record<string, string>): Promise<MainProcess> {
  const main = await runMain({ PORT: '0', ...settings })
  onTestFinished(async () => {
    if (main.process.exitCode === null && main.process.signalCode === null) await main.stop()
  })
  return main
}

/** What everybody who cannot start has in common: exit code 1 and one sentence, without a stack trace. */
async function refusal(settings: Record<string, string>): Promise<string> {
  const { exitCode, stdout, stderr } = await runMainToEnd({
    PORT: '0',
    DATA_DIR: temporaryFolder(),
    ...settings,
  })
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^[A-Z][^\n]*\.\n$/)
  expect(exitCode).toBe(1)
  return stderr.trim()
}

/** The tests' own PostgreSQL runs without fsync, which is accepted in development only. */
const DEVELOPMENT = { NODE_ENV: 'development' }

async function databaseUrl(options: { empty?: boolean } = {}): Promise<string> {
  const database = await createTestDatabase(options)
  onTestFinished(() => database.drop())
  return urlOf(database.name)
}

function urlOf(database: string): string {
  const { host, user } = inject('postgres')
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`
}

test('[ST2] it starts on an empty folder, stops in order at Ctrl-C, and has the data at the next start', async () => {
  const dataDir = temporaryFolder()
  const first = await start({ DATA_DIR: dataDir })
  const token = new URL(first.setupLink ?? 'none:').searchParams.get('token')
  const setUp = await fetch(`${first.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }),
  })
  expect(setUp.status).toBe(201)
  expect(await first.stop('SIGINT')).toBe(0)
  expect(readdirSync(path.join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  expect(readdirSync(path.join(dataDir, 'lock'))).toEqual([])

  const second = await start({ DATA_DIR: dataDir })
  expect(second.setupLink).toBeNull()
  expect(await second.stop()).toBe(0)
})

test('the first admin may come from the settings', async () => {
  const admin = { email: 'ada@example.com', password: 'correct horse battery' }
  const main = await start({
    ...DEVELOPMENT,
    DATABASE_URL: await databaseUrl(),
    DATA_DIR: temporaryFolder(),
    BOOTSTRAP_ADMIN_EMAIL: admin.email,
    BOOTSTRAP_ADMIN_PASSWORD: admin.password,
  })
  expect(main.setupLink).toBeNull()
  const login = await fetch(`${main.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  })
  expect(login.status).toBe(200)
})

test('[ST1] with DATABASE_URL it uses that PostgreSQL and starts none; two at once both come up', async () => {
  const settings = { ...DEVELOPMENT, DATABASE_URL: await databaseUrl({ empty: true }) }
  const dataDir = temporaryFolder()
  const both = await Promise.all([1, 2].map(() => start({ ...settings, DATA_DIR: dataDir })))
  for (const { url } of both) expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(readdirSync(dataDir)).toEqual(['uploads'])
})

test('[ST2] it recovers when its PostgreSQL is killed', async () => {
  const dataDir = temporaryFolder()
  const main = await start({ DATA_DIR: dataDir })
  const ready = async () => (await fetch(`${main.url}/readyz`)).status
  expect(await ready()).toBe(200)
  process.kill(postmasterPid(dataDir), 'SIGKILL')
  await expect.poll(() => main.output().stderr, { timeout: 30_000 }).toContain('PostgreSQL is running again.')
  await expect.poll(ready, { timeout: 30_000 }).toBe(200)
  expect(await main.stop()).toBe(0)
})

test('[ST2] a server that was killed is followed by one that takes over its PostgreSQL', async () => {
  const dataDir = temporaryFolder()
  const first = await start({ DATA_DIR: dataDir })
  const pid = postmasterPid(dataDir)
  await first.stop('SIGKILL')
  const second = await start({ DATA_DIR: dataDir })
  expect(postmasterPid(dataDir)).toBe(pid)
  expect(await second.stop()).toBe(0)
})

test('[ST2] a second server on the same data says so', async () => {
  const dataDir = temporaryFolder()
  const first = await start({ DATA_DIR: dataDir })
  expect(await refusal({ DATA_DIR: dataDir })).toBe(
    `Another server (pid ${first.process.pid}) is already running on ${dataDir}; stop it first, or set DATA_DIR to another folder.`,
  )
})

test('[ST3] a taken port is named, and nothing is left running', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await new Promise((resolve) => other.once('listening', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const dataDir = temporaryFolder()
  expect(await refusal({ PORT: String(port), DATA_DIR: dataDir })).toBe(
    `Port ${port} is taken by another program; stop that one, or set PORT to another number.`,
  )
  expect(readdirSync(path.join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
})

test('[ST3] a folder that is not writable is named', async () => {
  const file = path.join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect(await refusal({ DATA_DIR: path.join(file, 'data') })).toContain(
    `${file}/data is not writable (ENOTDIR)`,
  )
})

test('[ST3] a bad setting is named', async () => {
  expect(await refusal({ PORT: 'http' })).toContain('The setting PORT "http" is not usable')
})

test('[ST3] a host that is not ours is named', async () => {
  expect(await refusal({ HOST: '192.0.2.1' })).toContain('HOST 192.0.2.1')
})

test('[ST3] a database that does not answer, or does not exist, is named', async () => {
  const sentence = 'The PostgreSQL of DATABASE_URL does not answer'
  const unreachable = 'postgres://127.0.0.1:1/chat'
  expect(await refusal({ DATABASE_URL: unreachable })).toBe(`${sentence}: connect ECONNREFUSED 127.0.0.1:1.`)
  expect(await refusal({ DATABASE_URL: urlOf('none') })).toBe(`${sentence}: database "none" does not exist.`)
})

test('[DL12] asked to stop while people are connected, it goes in order and logs no error', async () => {
  const main = await start({ DATA_DIR: temporaryFolder() })
  const post = async (address: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(main.url + address, { method: 'POST', headers, body: JSON.stringify(body) })
    return response.json()
  }
  const token = new URL(main.setupLink ?? 'none:').searchParams.get('token')
  const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }
  const agent = await post('/api/v1/setup', { ...ada, token })
  const visitor = await post('/api/v1/visitor/sessions', { appId: 'biometrics-web' })
  const tokens = { '/agent': agent.token, '/visitor': visitor.visitorToken }
  const sockets = Object.entries(tokens).map(([namespace, token]) =>
    io(main.url + namespace, { auth: { token }, transports: ['websocket'], reconnection: false }),
  )
  onTestFinished(() => sockets.forEach((socket) => socket.close()))
  await expect.poll(() => sockets.every(({ connected }) => connected)).toBe(true)
  const told: string[] = []
  for (const socket of sockets) socket.onAny((event: string) => told.push(event))

  const startMs = performance.now()
  expect(await main.stop('SIGTERM')).toBe(0)
  expect(performance.now() - startMs).toBeLessThan(25_000)
  await expect.poll(() => told.filter((event) => event === 'draining')).toHaveLength(2)
  expect(main.output().stderr).toBe('Stopping; once more to stop at once.\n')
  expect(main.output().stdout).not.toContain('"level":50')
})

test('[DL1] a database that may lose what it confirmed is named, and no server is built on it', async () => {
  expect(await refusal({ DATABASE_URL: await databaseUrl() })).toContain('has fsync off')
})

function postmasterPid(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}
