import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  headers: IncomingHttpHeaders
  /** As it came, to the byte. */
  text: string
  // Tests look at single fields of many shapes.
  // oxlint-disable-next-line no-explicit-any
  body: any
}

/** A server of somebody else's on this machine, which keeps what it is sent. */
export async function startSink() {
  const received: Received[] = []
  let status: number | null = 200
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    received.push({ headers: request.headers, text, body: JSON.parse(text || 'null') })
    if (status !== null) response.writeHead(status).end('taken')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** What it answers from now on; null: nothing at all. */
    answers(next: number | null) {
      status = next
    },
  }
}
