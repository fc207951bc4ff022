import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'

const MINUTE_MS = 60_000

test('an agent is online while a socket is, through a reload, and no longer than a minute after', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const ada = await server.admin()
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  const statusOfBen = async () =>
    (await server.rest('GET', `/api/v1/agents/${ben.id}`, undefined, ada.token)).body.status
  const gone = () =>
    server.services.database.query.selectFrom('agents').select('connected_until').where('id', '=', ben.id)
  const until = async () => (await gone().executeTakeFirstOrThrow()).connected_until?.getTime() ?? 0

  await ada.hears('agent', (event) => event.id === ben.id && event.status === 'online')
  const second = await server.connect('/agent', ben.token)
  ben.socket.close()
  second.close()
  // The node has seen the last socket go when the time left is the grace.
  await expect.poll(until).toBe(clock.now().getTime() + MINUTE_MS)
  clock.advance(MINUTE_MS - 1)
  expect(await statusOfBen()).toBe('online')
  clock.advance(1)
  await ada.hears('agent', (event) => event.id === ben.id && event.status === 'offline')
  expect(await statusOfBen()).toBe('offline')

  const back = await server.connect('/agent', ben.token)
  await expect.poll(statusOfBen).toBe('online')
  for (let beat = 0; beat < 10; beat++) {
    clock.advance(MINUTE_MS / 2)
    // A heartbeat has prolonged it, whatever the time.
    await expect.poll(until).toBeGreaterThan(clock.now().getTime() + MINUTE_MS)
  }
  expect(await statusOfBen()).toBe('online')
  back.close()
  await server.stop()
})
