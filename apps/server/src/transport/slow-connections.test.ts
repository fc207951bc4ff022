import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

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
