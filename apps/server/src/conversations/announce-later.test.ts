import { setImmediate as turn } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Delivery } from '../delivery/deliver.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { createActivity } from './announce-later.ts'

const STEP_MS = 25

async function startActivity() {
  const server = await startTestServer()
  const clock = createManualClock()
  const told: Delivery['to'][] = []
  const activity = createActivity({
    database: server.services.database,
    clock,
    deliver: ({ to }) => told.push(to),
    connectedAgents: async () => [],
    estimates: server.services.estimates,
    fileLinks: server.services.fileLinks,
    tellQueue: () => {},
    tellFigures: () => {},
    onError: (error) => expect.unreachable(String(error)),
  })
  onTestFinished(async () => {
    activity.stop()
    await server.stop()
  })
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  /** In steps, so that what is planned anew after each is done in time. */
  async function pass(ms: number) {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      clock.advance(STEP_MS)
      await turn()
    }
  }
  return { activity, told, pass, id: conversation.id, visitor: { visitor: vera.id } }
}

test('[DL15] a conversation is told of once, when it has come to rest for a second', async () => {
  const { activity, told, pass, id, visitor } = await startActivity()
  activity.touch(id, 'everyone')
  await pass(800)
  activity.touch(id, 'agents')
  await pass(900)
  expect(told).toEqual([])
  await pass(200)
  await vi.waitFor(() => expect(told).toHaveLength(2))
  expect(told[1]).toEqual([visitor])
  await pass(3_000)
  expect(told).toHaveLength(2)
})

test('[DL15] one that does not come to rest is told of all the same, at the latest after five seconds', async () => {
  const { activity, told, pass, id } = await startActivity()
  for (let touched = 0; touched < 52; touched++) {
    activity.touch(id, 'agents')
    await pass(100)
    if (touched < 35) expect(told).toEqual([])
  }
  await vi.waitFor(() => expect(told).toHaveLength(1))
})
