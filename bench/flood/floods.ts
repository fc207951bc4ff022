import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '../../tooling/child.ts'
import { openRawSocket, type RawSocket } from '../lib/raw-socket.ts'

const SECOND_MS = 1_000

export interface MessageFlood {
  port: number
  token: string
  conversationId: string
  rate: number
  seconds: number
}

/** One visitor's socket says so much a second, and comes back whenever it is disconnected. */
async function messages({ port, token, conversationId, rate, seconds }: MessageFlood) {
  const counted = { sent: 0, stored: 0, refused: 0, disconnected: 0 }
  let socket: RawSocket | null = null
  let isOpening = false
  const open = () => {
    if (isOpening) return
    isOpening = true
    openRawSocket({ port, namespace: '/visitor', token })
      .then((opened) => {
        opened.onClose = () => {
          counted.disconnected += 1
          socket = null
        }
        socket = opened
      })
      .catch(() => {})
      .finally(() => {
        isOpening = false
      })
  }
  await evenly(rate, seconds, (turn) => {
    if (socket === null) return open()
    const message = `{"conversationId":"${conversationId}","clientId":"flood-${process.pid}-${turn}","type":"text","content":{"text":"flood"}}`
    counted.sent += 1
    socket.emit('message:send', message, (answer) => {
      if (answer.startsWith('[{"ok":true')) counted.stored += 1
      else counted.refused += 1
    })
  })
  if (socket !== null) (socket as RawSocket).close()
  return counted
}

export interface LoginFlood {
  port: number
  email: string
  rate: number
  seconds: number
}

/** Wrong passwords, each from another network; every other one for an account that is there. */
async function logins({ port, email, rate, seconds }: LoginFlood) {
  const agent = new Agent({ keepAlive: true, maxSockets: 400 })
  const statuses: Record<string, number> = {}
  const asked: Promise<void>[] = []
  await evenly(rate, seconds, (turn) => {
    const body = JSON.stringify({
      email: turn % 2 === 0 ? email : `nobody-${turn}@example.com`,
      password: `wrong horse battery ${turn}`,
    })
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-forwarded-for': `203.${turn % 250}.${(turn >> 8) % 250}.7`,
    }
    asked.push(
      new Promise((resolve) => {
        const options = {
          agent,
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/api/v1/auth/login',
          headers,
        }
        const count = (status: string) => {
          statuses[status] = (statuses[status] ?? 0) + 1
          resolve()
        }
        request(options, (answer) => answer.resume().on('end', () => count(String(answer.statusCode))))
          .on('error', () => count('none'))
          .end(body)
      }),
    )
  })
  await Promise.all(asked)
  agent.destroy()
  return statuses
}

export interface SlowUploads {
  port: number
  tokens: string[]
  bytes: number
  bytesPerSecond: number
}

const PIECES_PER_SECOND = 10

/** So many files at once, each as slowly. */
async function uploads({ port, tokens, bytes, bytesPerSecond }: SlowUploads) {
  const statuses: Record<string, number> = {}
  await Promise.all(
    tokens.map(async (token) => {
      const status = await uploadSlowly(port, token, bytes, bytesPerSecond)
      statuses[status] = (statuses[status] ?? 0) + 1
    }),
  )
  return statuses
}

async function uploadSlowly(port: number, token: string, bytes: number, bytesPerSecond: number) {
  const begin =
    '--b\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\ncontent-type: application/octet-stream\r\n\r\n'
  const end = '\r\n--b--\r\n'
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => resolve()).on('error', () => resolve())
    socket.on('data', (data) => {
      answer += data
      if (answer.includes('\r\n\r\n')) socket.destroy()
    })
  })
  socket.write(
    `POST /api/v1/uploads HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n` +
      `content-type: multipart/form-data; boundary=b\r\ncontent-length: ${begin.length + bytes + end.length}\r\n\r\n${begin}`,
  )
  const piece = Buffer.alloc(Math.ceil(bytesPerSecond / PIECES_PER_SECOND))
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += piece.length) {
    socket.write(piece.subarray(0, Math.min(piece.length, bytes - sent)))
    await pause(SECOND_MS / PIECES_PER_SECOND)
  }
  if (!socket.destroyed) socket.write(end)
  await closed
  return /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 'none'
}

async function evenly(rate: number, seconds: number, act: (turn: number) => void) {
  const startedAt = performance.now()
  const passed = () => performance.now() - startedAt
  for (let turn = 0; passed() < seconds * SECOND_MS; ) {
    for (const due = (passed() * rate) / SECOND_MS; turn < due; turn++) act(turn)
    await pause(1)
  }
}

serve({ messages, logins, uploads })
