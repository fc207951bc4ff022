import { createServer } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import type { CommandError } from '@biometrics/chat-protocol'
import { Server, type Socket } from 'socket.io'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Connection } from '../../packages/client/src/api.ts'
import { createConnection } from '../../packages/client/src/connection.ts'
import { type ManualTiming, manualTiming } from '../../packages/client/src/testing/manual-timing.ts'
import { type Network, startNetwork } from './network.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
  vi.unstubAllGlobals()
})

/** A Socket.IO server that answers every command with its own name, unless a test says otherwise. */
async function startNode(name: string) {
  const http = createServer()
  const server = new Server(http)
  stops.push(() => server.close())
  const visitors = server.of('/visitor')
  const node = {
    name,
    handshakes: 0,
    asked: [] as string[],
    refusal: undefined as CommandError | undefined,
    answer: (_command: string): object | undefined => ({ ok: true, data: { node: name } }),
    sockets: () => [...visitors.sockets.values()],
    tell: (event: string, payload: unknown) => visitors.emit(event, payload),
    hangUp: () => visitors.disconnectSockets(true),
    url: '',
  }
  visitors.use((_socket, next) => {
    node.handshakes += 1
    const { refusal } = node
    next(refusal && Object.assign(new Error(refusal.message), { data: refusal }))
  })
  visitors.on('connection', (socket: Socket) => {
    socket.onAny((command: string, _payload: unknown, acknowledge: (answer: unknown) => void) => {
      node.asked.push(command)
      const answer = node.answer(command)
      if (answer) acknowledge(answer)
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  node.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return node
}

type Node = Awaited<ReturnType<typeof startNode>>

/** A browser's page, as far as connections look at it. */
function stubPage() {
  const [page, document, network] = [new EventTarget(), new EventTarget(), new EventTarget()]
  const visibility = { state: 'visible' }
  Object.defineProperty(document, 'visibilityState', { get: () => visibility.state })
  const connection = Object.assign(network, { type: 'wifi' })
  vi.stubGlobal('document', document)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  vi.stubGlobal('navigator', { connection })
  return {
    comeOnline: () => page.dispatchEvent(new Event('online')),
    changeNetwork(type: string) {
      connection.type = type
      network.dispatchEvent(new Event('change'))
    },
    show(state: 'visible' | 'hidden') {
      visibility.state = state
      document.dispatchEvent(new Event('visibilitychange'))
    },
  }
}

async function connect(url: string, timing: ManualTiming = manualTiming()) {
  const told: Connection['status'][] = []
  const connection = createConnection({
    url,
    namespace: '/visitor',
    timing,
    withCredentials: false,
    token: () => undefined,
    handlers: {},
    onStatus: ({ status }) => told.push(status),
  })
  stops.push(() => connection.close())
  connection.open()
  return { connection, timing, told, last: () => told.at(-1), ask: () => connection.command('ping', {}) }
}

async function connected(url: string) {
  const client = await connect(url)
  await expect.poll(client.last).toBe('online')
  return client
}

async function behindNetwork(node: () => Node): Promise<{ network: Network; url: string }> {
  const network = await startNetwork(() => node().url)
  stops.push(() => network.close())
  return { network, url: network.url }
}

describe('a lost connection', () => {
  it('[DL10] comes back after a part of two seconds that chance decides', async () => {
    const node = await startNode('one')
    const { timing, last } = await connected(node.url)
    node.hangUp()
    await expect.poll(last).toBe('offline')
    timing.advance(999)
    expect(node.handshakes).toBe(1)
    timing.advance(1)
    await expect.poll(last).toBe('online')
  })

  it('[DL10] waits for as long as the server says, and a part of its own', async () => {
    const node = await startNode('one')
    node.refusal = { code: 'busy', message: 'full', retryable: true, retryAfterMs: 5_000 }
    const { timing, last } = await connect(node.url)
    await expect.poll(last).toBe('offline')
    node.refusal = undefined
    timing.advance(5_999)
    expect(node.handshakes).toBe(1)
    timing.advance(1)
    await expect.poll(last).toBe('online')
  })

  it('[DL10] does not wait for a handshake over a network that is gone', async () => {
    const page = stubPage()
    const node = await startNode('one')
    const silent = net.createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    stops.push(() => silent.close())
    let target = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const network = await startNetwork(() => target)
    stops.push(() => network.close())
    const { timing, last } = await connect(network.url)
    await expect.poll(() => network.connections).toBe(1)
    target = node.url
    timing.advance(2_000)
    page.comeOnline()
    await expect.poll(last).toBe('online')
  })

  it('[DL10] comes back at once when the network does, or the page is looked at', async () => {
    const page = stubPage()
    const node = await startNode('one')
    const client = await connected(node.url)
    for (const wake of [page.comeOnline, () => page.show('visible'), () => page.changeNetwork('cellular')]) {
      node.hangUp()
      await expect.poll(client.last).toBe('offline')
      wake()
      await expect.poll(client.last).toBe('online')
    }
    client.connection.close()
    expect(client.timing.waiting).toBe(0)
  })
})

describe('a connection that died without a word', () => {
  it.each(['a sleep', 'another network', 'a long look away'])(
    '[DL10] is found after %s, and another takes its place without a word',
    async (reason) => {
      const page = stubPage()
      const node = await startNode('one')
      const { network, url } = await behindNetwork(() => node)
      const { timing, told, ask } = await connected(url)
      network.deafen()
      if (reason === 'a sleep') {
        timing.sleep(60_000)
        timing.advance(1)
      } else if (reason === 'another network') page.changeNetwork('ethernet')
      else {
        page.show('hidden')
        timing.advance(31_000)
        page.show('visible')
      }
      await expect.poll(() => node.asked).toEqual(['ping'])
      expect(node.handshakes).toBe(1)
      timing.advance(3_000)
      await expect.poll(() => told).toEqual(['online', 'online'])
      expect(await ask()).toEqual({ node: 'one' })
    },
  )

  it('[DL10] is not confused with one that answers', async () => {
    const page = stubPage()
    const node = await startNode('one')
    const { timing, ask } = await connected(node.url)
    page.show('hidden')
    timing.advance(29_000)
    page.show('visible')
    expect(node.asked).toEqual([])
    timing.sleep(60_000)
    timing.advance(1)
    await expect.poll(() => node.asked).toEqual(['ping'])
    await ask()
    timing.advance(3_000)
    await ask()
    expect(node.handshakes).toBe(1)
  })

  it('[DL10] is found by a command without an answer', async () => {
    const node = await startNode('one')
    const { network, url } = await behindNetwork(() => node)
    const { timing, told, ask } = await connected(url)
    network.deafen()
    const failed = ask().catch((failure) => failure)
    timing.advance(10_000)
    expect(await failed).toMatchObject({ reason: 'unreachable' })
    timing.advance(3_000)
    await expect.poll(() => told).toEqual(['online', 'online'])
  })
})

describe('a server that is about to stop', () => {
  async function twoNodes() {
    const [old, next] = [await startNode('old'), await startNode('next')]
    let target = old
    const { network, url } = await behindNetwork(() => target)
    const client = await connected(url)
    return { old, next, network, ...client, switchTo: (node: Node) => (target = node) }
  }

  it('[DL12] is left within the time it gives, after its last answer, and nobody is told', async () => {
    const { old, next, switchTo, timing, told, ask } = await twoNodes()
    let answer = () => {}
    old.answer = () => undefined
    old.sockets()[0]?.onAny((_name, _payload, acknowledge) => {
      answer = () => acknowledge({ ok: true, data: { node: 'old' } })
    })
    const last = ask()
    await expect.poll(() => old.asked).toHaveLength(1)
    switchTo(next)
    old.tell('draining', { afterMs: 4_000 })
    await expect.poll(() => timing.waiting).toBe(3)
    timing.advance(2_000)
    const first = ask()
    expect(next.handshakes).toBe(0)
    answer()
    expect(await last).toEqual({ node: 'old' })
    expect(await first).toEqual({ node: 'next' })
    expect(told).toEqual(['online', 'online'])
    expect(old.sockets()).toEqual([])
  })

  it('[DL12] refuses a command, and the next one carries it out', async () => {
    const { old, next, switchTo, ask, told } = await twoNodes()
    const error = { code: 'restarting', message: 'restarting', retryable: true }
    old.answer = () => ({ ok: false, error })
    switchTo(next)
    expect(await ask()).toEqual({ node: 'next' })
    expect(told).toEqual(['online', 'online'])
  })

  it('[DL12] may hang up before its time, and may not be gone from the door yet', async () => {
    const { old, next, switchTo, timing, ask, told } = await twoNodes()
    old.tell('draining', { afterMs: 4_000 })
    await expect.poll(() => timing.waiting).toBe(2)
    old.refusal = { code: 'restarting', message: 'restarting', retryable: true }
    old.hangUp()
    const asked = ask().catch(() => ask())
    await expect.poll(() => old.sockets()).toEqual([])
    await expect
      .poll(() => {
        timing.advance(100)
        return old.handshakes
      })
      .toBeGreaterThan(1)
    switchTo(next)
    await expect
      .poll(() => {
        timing.advance(10)
        return told
      })
      .toEqual(['online', 'online'])
    expect(await asked).toEqual({ node: 'next' })
  })

  it('[DL12] is missed after three seconds in which there is no other', async () => {
    const { network, old, timing, told, ask } = await twoNodes()
    old.tell('draining', { afterMs: 1_000 })
    await expect.poll(() => timing.waiting).toBe(2)
    network.down()
    await expect.poll(() => old.sockets()).toEqual([])
    const asked = ask().catch((failure) => failure)
    timing.advance(2_900)
    expect(told).toEqual(['online'])
    timing.advance(100)
    expect(told).toEqual(['online', 'offline'])
    expect(await asked).toMatchObject({ reason: 'unreachable' })
    network.mend()
    await expect
      .poll(() => {
        timing.advance(500)
        return told
      })
      .toEqual(['online', 'offline', 'online'])
  })
})
