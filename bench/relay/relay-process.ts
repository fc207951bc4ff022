import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { serve } from '../../tooling/child.ts'

/**
 * The yardstick: Socket.IO alone, which passes each message on as it came and stores nothing. It speaks as much of the
 * product's protocol as the load needs.
 */
function start({ echo }: { echo: boolean }): Promise<{ port: number }> {
  const http = createServer()
  const io = new Server(http, { serveClient: false })
  const visitors = io.of('/visitor')
  const agents = io.of('/agent')

  visitors.on('connection', (socket) => {
    const room = socket.handshake.auth.token as string
    socket.join(room)
    socket.on('message:send', (message, answer) => {
      agents.to(room).emit('message', message)
      if (echo) visitors.to(room).emit('message', message)
      answer({ ok: true, data: { message } })
    })
  })
  agents.on('connection', (socket) => {
    socket.on('relay:join', ({ conversationId }, answer) => {
      socket.join(conversationId)
      answer({ ok: true, data: {} })
    })
  })

  const { promise, resolve } = Promise.withResolvers<{ port: number }>()
  http.listen(0, '127.0.0.1', () => resolve({ port: (http.address() as AddressInfo).port }))
  return promise
}

serve({ start, cpu: () => process.cpuUsage() })
