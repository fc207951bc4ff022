import net from 'node:net'

/** One way through the network, which can fail as real ones do. */
export interface Link {
  port: number
  /** Ends every connection; new ones are let through. */
  cut(): void
  /** What is sent one way is lost on every open connection, for as long as it stays open; new ones are sound. */
  halfOpen(lost: 'up' | 'down'): void
  /** Lets no connection through until `heal`, and ends those that are open. */
  block(): void
  delay(ms: number): void
  /** Sound again, for connections to come. */
  heal(): void
  /** Connections that lose what is sent, and do not know it. */
  cutHalfOpen(): void
  close(): Promise<void>
}

/** Where a connection goes: a port, or the path of a Unix socket. */
export type Target = { port: number; host: '127.0.0.1' } | { path: string }

export interface LinkOptions {
  /** Asked for each connection, and once more for each that finds nobody listening. */
  target(isRetry: boolean): Target
  /** Hears every byte that comes back from the target. */
  onDown?: (bytes: Buffer) => void
}

interface Pair {
  client: net.Socket
  upstream: net.Socket
  lost: 'up' | 'down' | 'nothing'
}

const RETRIES_MAX = 1

export async function startLink({ target, onDown }: LinkOptions): Promise<Link> {
  const pairs = new Set<Pair>()
  let isBlocked = false
  let delayMs = 0

  const server = net.createServer((client) => {
    client.on('error', () => client.destroy())
    if (isBlocked) client.destroy()
    else connect(client, 0)
  })

  function connect(client: net.Socket, retries: number) {
    const upstream = net.connect(target(retries > 0))
    const refused = () => {
      upstream.destroy()
      if (retries < RETRIES_MAX && !isBlocked && !client.destroyed) connect(client, retries + 1)
      else client.destroy()
    }
    upstream.once('error', refused)
    upstream.once('connect', () => {
      upstream.off('error', refused)
      join({ client, upstream, lost: 'nothing' })
    })
  }

  function join(pair: Pair) {
    const { client, upstream } = pair
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', end).on('close', end)
    carry(client, upstream, () => pair.lost !== 'up')
    carry(upstream, client, () => pair.lost !== 'down', onDown)
  }

  /** By hand, not by a pipe, which can neither lose nor delay. */
  function carry(from: net.Socket, to: net.Socket, isSound: () => boolean, hear?: (bytes: Buffer) => void) {
    let lastDue = 0
    from.on('data', (bytes: Buffer) => {
      if (!isSound()) return
      hear?.(bytes)
      const due = Math.max(lastDue, performance.now() + delayMs)
      lastDue = due
      const wait = due - performance.now()
      if (wait > 1) setTimeout(() => to.write(bytes), wait)
      else if (!to.write(bytes)) from.pause()
    })
    to.on('drain', () => from.resume())
  }

  function end(which: (pair: Pair) => boolean) {
    for (const pair of [...pairs].filter(which)) {
      pair.client.destroy()
      pair.upstream.destroy()
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as net.AddressInfo).port,
    cut: () => end(() => true),
    halfOpen(lost) {
      for (const pair of pairs) pair.lost = lost
    },
    block() {
      isBlocked = true
      end(() => true)
    },
    delay(ms) {
      delayMs = ms
    },
    heal() {
      isBlocked = false
      delayMs = 0
    },
    cutHalfOpen: () => end(({ lost }) => lost !== 'nothing'),
    close() {
      end(() => true)
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
