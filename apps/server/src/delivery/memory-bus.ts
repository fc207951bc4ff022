import { randomUUID } from 'node:crypto'
import type { Bus, Publication } from './bus.ts'
import { noLink } from './link.ts'

/** The nodes of one process, each with the channels that it listens to. */
export type Exchange = Map<string, { channels: Set<string>; hear(publication: Publication): void }>

/** The bus of a server that is alone, or of several in one process that share an exchange. */
export function createMemoryBus(exchange: Exchange = new Map()): Bus {
  const id = randomUUID()
  const channels = new Set<string>()
  let hear: (publication: Publication) => void = () => {}
  let batches = 0
  exchange.set(id, { channels, hear: (publication) => hear(publication) })

  return {
    link: noLink,
    isAlone: () => exchange.size === 1,
    publish(batch) {
      batches += 1
      const publications = [...batch].map(([channel, told]) => ({ channel, from: id, batch: batches, told }))
      for (const [node, other] of exchange) {
        if (node === id) continue
        for (const publication of publications) {
          if (other.channels.has(publication.channel)) other.hear(publication)
        }
      }
    },
    listen(listener) {
      hear = listener
    },
    async subscribe(channel) {
      channels.add(channel)
    },
    unsubscribe(channel) {
      channels.delete(channel)
    },
    async stop() {
      exchange.delete(id)
    },
  }
}
