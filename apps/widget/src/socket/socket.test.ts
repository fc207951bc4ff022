import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Server, type ServerOptions } from 'socket.io'
import { afterEach, describe, expect, it } from 'vitest'
import { io } from './socket.ts'

const TIMEOUT_MS = 5_000
const stops: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A real Socket.IO server with a namespace that wants a token. */
async function startServer(options: Partial<ServerOptions> = {}) {
  const http: HttpServer = createServer()
  const server = new Server(http, options)
  stops.push(() => server.close())
  const visitors = server.of('/visitor')
  visitors.use((socket, next) => {
    if (socket.handshake.auth.token === 'good') return next()
    next(Object.assign(new Error('no'), { data: { code: 'unauthenticated' } }))
  })
  visitors.on('connection', (socket) => {
    socket.on('echo', (payload, acknowledge) => acknowledge({ ok: true, data: payload }))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return { http, visitors, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/visitor` }
}

function connect(url: string, token = 'good', timeout = TIMEOUT_MS) {
  const socket = io(url, { timeout, auth: (give) => give({ token }) })
  stops.push(() => socket.disconnect())
  const happens = (name: string) =>
    new Promise<Error & { data?: unknown }>((resolve) => socket.on(name, resolve as () => void))
  return { socket, happens }
}

describe.each([
  ['WebSocket', { transports: ['websocket' as const] }],
  ['long polling, where no WebSocket comes through', { transports: ['polling' as const] }],
])('the socket over %s', (_name, options) => {
  it('is acknowledged in order, and hears events', async () => {
    const { url, visitors } = await startServer(options)
    const { socket, happens } = connect(url)
    const heard: unknown[] = []
    socket.onAny((...event) => heard.push(event))
    const connected = happens('connect')
    socket.connect()
    await connected
    expect(socket.connected).toBe(true)
    const answers: unknown[] = []
    await Promise.all(
      [...Array(20).keys()].map(
        (n) =>
          new Promise<void>((resolve) => {
            socket.emit('echo', { n, text: 'ä, "😀"\n' }, (answer) => {
              answers.push((answer as { data: { n: number } }).data.n)
              resolve()
            })
          }),
      ),
    )
    expect(answers).toEqual([...Array(20).keys()])
    const told = new Promise<void>((resolve) => socket.onAny((...event) => resolve(void heard.push(event))))
    visitors.emit('message', { text: 'a,b[1]' })
    await told
    expect(heard).toEqual([['message', { text: 'a,b[1]' }]])
  })

  it('is refused with the reason, and may try again', async () => {
    const { url } = await startServer(options)
    const { socket, happens } = connect(url, 'bad')
    const refused = happens('connect_error')
    socket.connect()
    expect(await refused).toMatchObject({ message: 'no', data: { code: 'unauthenticated' } })
    expect(socket.connected).toBe(false)
  })

  it('notices that the server hangs up, and connects anew', async () => {
    const { url, visitors } = await startServer(options)
    const { socket, happens } = connect(url)
    const connected = happens('connect')
    socket.connect()
    await connected
    const lost = happens('disconnect')
    visitors.disconnectSockets(true)
    await lost
    const again = happens('connect')
    socket.connect()
    await again
    expect(socket.connected).toBe(true)
  })

  it('answers pings, and gives up on a server that falls silent', async () => {
    const { url, visitors } = await startServer({ ...options, pingInterval: 40, pingTimeout: 200 })
    const { socket, happens } = connect(url)
    const connected = happens('connect')
    socket.connect()
    await connected
    let pings = 0
    await new Promise<void>((resolve) => {
      socket.io.engine.on('packet', () => {
        pings += 1
        if (pings === 12) resolve()
      })
    })
    expect(socket.connected).toBe(true)
    const lost = happens('disconnect')
    for (const { conn } of visitors.sockets.values()) Object.assign(conn, { sendPacket() {} })
    await lost
  })
})

describe('the socket without a server', () => {
  it('says that it could not connect', async () => {
    const { socket, happens } = connect('http://127.0.0.1:9/visitor')
    const failed = happens('connect_error')
    socket.connect()
    expect((await failed).data).toBeUndefined()
  })

  it('waits no longer for a handshake than it was told', async () => {
    const http = createServer()
    const silent: Duplex[] = []
    stops.push(() => http.close())
    stops.push(() => silent.map((line) => line.destroy()))
    http.on('upgrade', (_request, line) => silent.push(line))
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const { socket, happens } = connect(
      `http://127.0.0.1:${(http.address() as AddressInfo).port}/visitor`,
      'good',
      50,
    )
    const failed = happens('connect_error')
    socket.connect()
    expect((await failed).message).toBe('timeout')
  })
})
