import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { serve } from '../../tooling/child.ts'
import { memoryInUse } from './collect-garbage.ts'

/** The yardstick for sockets that do little: Socket.IO alone, one room and one listener for each. */
async function start({ port }: { port: number }) {
  const http = createServer()
  const io = new Server(http, { serveClient: false })
  io.of('/visitor').on('connection', (socket) => {
    socket.join(socket.handshake.auth.token as string)
    socket.on('conversation:sync', (_request, answer) =>
      answer({ ok: true, data: { messages: [], more: false } }),
    )
  })
  http.listen(port, '127.0.0.1')
  await once(http, 'listening')
  return { port: (http.address() as AddressInfo).port, listeningAt: Date.now() }
}

serve({ start, cpu: () => process.cpuUsage(), memory: memoryInUse })
