import { createSocket, type RemoteInfo } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createOutbound, OutboundRefused } from './outbound.ts'
import { isOwnAddress, isPublicAddress } from './public-address.ts'

const ASK = { method: 'GET', timeoutMs: 2_000, mostBytes: 1_000 } as const

/** A server on this machine that counts who comes. */
async function startSink(answer: { status?: number; headers?: Record<string, string>; body?: string } = {}) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? 'hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, asked }
}

/** A name server whose answer to the first question is not the answer to the second. */
async function startRebindingNameServer(answers: string[]) {
  const socket = createSocket('udp4')
  let questions = 0
  socket.on('message', (question: Buffer, from: RemoteInfo) => {
    const end = question.indexOf(0, 12) + 5
    const isForIpv4 = question.readUInt16BE(end - 4) === 1
    const header = Buffer.from([
      question[0] ?? 0,
      question[1] ?? 0,
      0x81,
      0x80,
      0,
      1,
      0,
      isForIpv4 ? 1 : 0,
      0,
      0,
      0,
      0,
    ])
    if (!isForIpv4)
      return socket.send(Buffer.concat([header, question.subarray(12, end)]), from.port, from.address)
    const address = answers[Math.min(questions++, answers.length - 1)] ?? ''
    // A record of the name asked for (pointer c00c), type A, class IN, valid for no time at all.
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)])
    socket.send(Buffer.concat([header, question.subarray(12, end), record]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => {
    socket.close()
  })
  const resolver = new Resolver()
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return {
    resolve: async (host: string) =>
      (await resolver.resolve4(host)).map((address) => ({ address, family: 4 })),
    questions: () => questions,
  }
}

describe('where the server may not go', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456::1]/',
    'http://[ff02::1]/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://100.64.0.1/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://１２７.0.0.1/',
    'http://localhost/',
    'http://localhost./',
    'http://user:password@example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'javascript:alert(1)',
    '//example.com',
    '',
  ])('[SC10] %s is refused, before anything is sent', async (url) => {
    const outbound = createOutbound()
    await expect(outbound.check(url)).rejects.toThrow(OutboundRefused)
    await expect(outbound.send({ ...ASK, url })).rejects.toThrow(OutboundRefused)
  })

  test.each(['8.8.8.8', '2606:4700:4700::1111', '172.32.0.1', '100.128.0.1'])(
    '[SC10] %s is in the public net',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  test('[SC10] a name of which one address is private is refused, whichever comes first', async () => {
    const sink = await startSink()
    const both = [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    for (const addresses of [both, both.toReversed()]) {
      const outbound = createOutbound([], async () => addresses)
      await expect(outbound.send({ ...ASK, url: `http://mixed.test:${sink.port}/` })).rejects.toThrow(
        OutboundRefused,
      )
    }
    expect(sink.asked).toEqual([])
  })

  test('[SC10] a name that stands for another address a moment later is asked at the one that was checked', async () => {
    const sink = await startSink()
    const names = await startRebindingNameServer(['127.0.0.2', '127.0.0.1'])
    // 127.0.0.2 plays the public server; the sink on 127.0.0.1 is the one that must not be reached.
    const outbound = createOutbound(['127.0.0.2'], names.resolve)
    const url = `http://rebinding.test:${sink.port}/`
    await expect(outbound.send({ ...ASK, url })).rejects.toThrow(/ECONNREFUSED 127\.0\.0\.2/)
    expect(names.questions()).toBe(1)
    // The second time the name is a private one, and said to be.
    await expect(outbound.send({ ...ASK, url })).rejects.toThrow(OutboundRefused)
    expect(sink.asked).toEqual([])
  })
})

describe('where it goes', () => {
  test('[SC10] networks of the operator’s own are asked when they are listed, and only those', async () => {
    const sink = await startSink()
    const url = `http://127.0.0.1:${sink.port}/hook`
    expect(await createOutbound(['127.0.0.1']).send({ ...ASK, url })).toMatchObject({
      status: 200,
      body: 'hello',
    })
    await expect(createOutbound(['127.0.0.2', '::/0']).send({ ...ASK, url })).rejects.toThrow(OutboundRefused)
    expect(isOwnAddress('10.20.30.40', ['10.0.0.0/8'])).toBe(true)
    expect(isOwnAddress('11.20.30.40', ['10.0.0.0/8'])).toBe(false)
    expect(isOwnAddress('::ffff:10.20.30.40', ['10.0.0.0/8'])).toBe(true)
    expect(isOwnAddress('fd00::1', ['fd00::/8'])).toBe(true)
  })

  test('[SC10] a redirect is an answer and is not followed', async () => {
    const inside = await startSink()
    const redirects = await startSink({
      status: 302,
      headers: { location: `http://127.0.0.1:${inside.port}/secret` },
    })
    const answer = await createOutbound(['127.0.0.1']).send({
      ...ASK,
      url: `http://127.0.0.1:${redirects.port}/`,
    })
    expect(answer.status).toBe(302)
    expect(inside.asked).toEqual([])
  })

  test('[SC10] who never answers is given up, and who answers without end is cut', async () => {
    const silent = createServer(() => {})
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => {
      silent.closeAllConnections()
      silent.close()
    })
    const { port } = silent.address() as AddressInfo
    const outbound = createOutbound(['127.0.0.1'])
    await expect(outbound.send({ ...ASK, timeoutMs: 100, url: `http://127.0.0.1:${port}/` })).rejects.toThrow(
      'No answer within 0.1 s.',
    )
    const endless = await startSink({ body: 'x'.repeat(1_000_000) })
    const answer = await outbound.send({ ...ASK, url: `http://127.0.0.1:${endless.port}/` })
    expect(answer.body).toHaveLength(1_000)
  })

  test('[SC10] a name that nobody knows yet may be chosen, and fails when it is asked', async () => {
    const outbound = createOutbound([], async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND later.test'), { code: 'ENOTFOUND' })
    })
    await outbound.check('https://later.test/')
    await expect(outbound.send({ ...ASK, url: 'https://later.test/' })).rejects.toThrow('ENOTFOUND')
  })
})
