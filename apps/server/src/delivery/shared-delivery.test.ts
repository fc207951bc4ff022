import { expect, test } from 'vitest'
import type { Audience } from './audience.ts'
import type { Bus } from './bus.ts'
import type { Delivery, LocalDelivery } from './deliver.ts'
import { createMemoryBus, type Exchange } from './memory-bus.ts'
import { createSharedDelivery } from './shared-delivery.ts'

type Heard = { delivered: Delivery } | { hungUp: Audience }

/** A node with nothing but what it tells and hears, and the batches that it has published. */
function node(exchange: Exchange, bus: Bus = createMemoryBus(exchange)) {
  const heard: Heard[] = []
  const batches: string[][] = []
  const local: LocalDelivery = {
    deliver: (delivery) => heard.push({ delivered: delivery }),
    hangUp: (audience) => heard.push({ hungUp: audience }),
  }
  const counted: Bus = {
    ...bus,
    publish(batch) {
      batches.push([...batch].map(([channel, told]) => `${channel} ${told.length}`))
      bus.publish(batch)
    },
  }
  return { bus, heard, batches, ...createSharedDelivery(local, counted) }
}

function typing(conversationId: string, ...to: [Audience, ...Audience[]]): Delivery {
  return {
    event: 'typing',
    payload: { conversationId, senderId: 'a', senderType: 'agent', typing: true },
    to,
  }
}

test('[ND1] what is told in one turn is one batch with one publication for each channel', async () => {
  const exchange: Exchange = new Map()
  const [ours, theirs] = [node(exchange), node(exchange)]
  await theirs.bus.subscribe('visitor:vera')
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve()
    ours.deliver(typing(`c${turn}`, { visitor: 'vera' }))
    ours.deliver(typing(`c${turn}`, { watchers: 'c' }, { agent: 'ana' }))
  }
  expect(ours.heard).toHaveLength(100)
  await expect.poll(() => theirs.heard.length).toBe(50)
  expect(ours.batches).toEqual([['visitor:vera 50', 'watchers:c 50', 'agent:ana 50']])
})

test('[ND1] a delivery to several rooms is heard once, in the order in which it was told', async () => {
  const exchange: Exchange = new Map()
  const [ours, theirs] = [node(exchange), node(exchange)]
  await Promise.all(['agents', 'watchers:c', 'agent:ana'].map((room) => theirs.bus.subscribe(room)))
  const told = [
    typing('1', { agents: true }, { watchers: 'c' }),
    typing('2', { watchers: 'c' }),
    typing('3', { agent: 'ana' }, { watchers: 'c' }, { agents: true }),
    typing('4', { agents: true }),
  ]
  for (const delivery of told) ours.deliver(delivery)
  ours.hangUp({ agent: 'ana' })
  await expect.poll(() => theirs.heard.length).toBe(5)
  expect(theirs.heard).toEqual([...told.map((delivered) => ({ delivered })), { hungUp: { agent: 'ana' } }])
})

test('one turn that tells very much goes out in portions, and nothing twice', async () => {
  const exchange: Exchange = new Map()
  const [ours, theirs] = [node(exchange), node(exchange)]
  await theirs.bus.subscribe('inbox:all')
  for (let number = 0; number < 2_500; number++) ours.deliver(typing(String(number), { inbox: 'all' }))
  await expect.poll(() => theirs.heard.length).toBe(2_500)
  expect(ours.batches).toEqual([['inbox:all 1000'], ['inbox:all 1000'], ['inbox:all 500']])
})
