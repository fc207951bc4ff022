import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { parseAbuseLimits } from '../limits/abuse-limits.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { endSlowSenders } from './end-slow-senders.ts'

test('[SC9] who sends a header letter by letter is let go after 10 s, and others are served meanwhile', async () => {
  const server = await startTestServer()
  onTestFinished(server.stop)
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const from = Date.now()
  let answer = ''
  socket.on('data', (data) => (answer += data))
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\nx: ')
  const drip = setInterval(() => socket.write('x'), 200)
  onTestFinished(() => clearInterval(drip))
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  await once(socket, 'close')
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(Date.now() - from).toBeGreaterThan(9_000)
  expect(Date.now() - from).toBeLessThan(20_000)
})

/** A request whose body is announced, and comes as it is told to. */
async function send(url: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  let answer = ''
  socket.on('data', (data) => (answer += data))
  socket.on('error', () => {})
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`)
  socket.write(`POST /api/v1/uploads HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  return { write: (text: string) => void socket.write(text), answer: () => answer }
}

const UPLOAD = { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '100000' }
const JSON_BODY = { 'content-type': 'application/json', 'content-length': '100' }
const LET_GO = /^HTTP\/1\.1 408 /

test('[SC9] a body that comes drop by drop is let go after 30 s, an upload where it is slower than it may be', async () => {
  const clock = createManualClock()
  let bytes = 0
  const http = createServer((request) => request.on('data', (data) => (bytes += data.length))).listen(
    0,
    '127.0.0.1',
  )
  await once(http, 'listening')
  const watch = endSlowSenders(http, clock, { seconds: 30, uploadBytesPerSecond: 1_000 })
  onTestFinished(() => {
    watch.stop()
    http.closeAllConnections()
    http.close()
  })
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const body = await send(url, JSON_BODY)
  const [slow, quick] = [await send(url, UPLOAD), await send(url, UPLOAD)]
  body.write('{')
  slow.write('x')
  quick.write('x'.repeat(20_000))
  await expect.poll(() => bytes).toBe(20_002)
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000)
      await new Promise(setImmediate)
    }
  }
  await pass(10)
  expect([slow.answer(), quick.answer(), body.answer()]).toEqual(['', '', ''])
  await pass(2)
  await expect.poll(slow.answer).toMatch(LET_GO)
  expect([quick.answer(), body.answer()]).toEqual(['', ''])
  await pass(20)
  await expect.poll(body.answer).toMatch(LET_GO)
  await expect.poll(quick.answer).toMatch(LET_GO)
})

test('[SC9] the server lets slow bodies go, and serves others meanwhile', async () => {
  const server = await startTestServer({ abuse: parseAbuseLimits('this-machine bodySeconds=1') ?? null })
  onTestFinished(server.stop)
  const body = await send(server.url, JSON_BODY)
  body.write('{')
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  await expect.poll(body.answer, { timeout: 20_000 }).toMatch(LET_GO)
})
