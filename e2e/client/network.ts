import net from 'node:net'

/** A network between client and server that can be cut, closed to newcomers, or made to swallow what is sent. */
export interface Network {
  url: string
  /** How many go through it now. */
  readonly connections: number
  /** Ends every connection; new ones are let through. */
  cut(): void
  /** Ends every connection and lets no new one through until `mend`. */
  down(): void
  /** Nothing more comes back through open WebSockets, though everything still reaches the server. */
  deafen(): void
  mend(): void
  close(): Promise<void>
}

export async function startNetwork(target: () => string): Promise<Network> {
  let isDown = false
  const pairs = new Set<[net.Socket, net.Socket]>()
  const webSockets = new WeakSet<net.Socket>()

  const server = net.createServer((client) => {
    if (isDown) {
      client.destroy()
      return
    }
    const { hostname, port } = new URL(target())
    const upstream = net.connect(Number(port), hostname)
    const pair: [net.Socket, net.Socket] = [client, upstream]
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    client.on('data', (data) => {
      if (/upgrade: websocket/i.test(data.toString('latin1'))) webSockets.add(client)
    })
    client.pipe(upstream)
    upstream.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo

  function cut() {
    for (const [client, upstream] of pairs) {
      client.destroy()
      upstream.destroy()
    }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return pairs.size
    },
    cut,
    down() {
      isDown = true
      cut()
    },
    deafen() {
      for (const [client, upstream] of pairs) {
        if (webSockets.has(client)) {
          upstream.unpipe(client)
          upstream.resume()
        } else client.destroy()
      }
    },
    mend() {
      isDown = false
    },
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
