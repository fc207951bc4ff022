import { type Audience, roomOf } from './audience.ts'
import type { Bus, NodeWord, Publication, Told } from './bus.ts'
import type { Delivery, LocalDelivery } from './deliver.ts'

/** What is gathered before it goes out, should one turn of the event loop tell more than this. */
const BATCH_SIZE = 1_000
/** Nodes come and go; more than these at once would make a late double possible, which clients put up with. */
const SOURCES_KEPT = 100

/** Every node listens to it. */
const NODES = 'nodes'

export interface SharedDelivery extends LocalDelivery {
  /** To every other node. */
  tellNodes(word: NodeWord): void
  onWord(listener: (word: NodeWord) => void): void
}

/**
 * Delivers to the sockets of this node at once and to those of the others through the bus: everything that is told
 * within one turn of the event loop is one batch. The channel of an audience has the name of its room.
 */
export function createSharedDelivery(local: LocalDelivery, bus: Bus): SharedDelivery {
  let batch = new Map<string, Told[]>()
  let inBatch = 0
  let told = 0
  let hearWord: (word: NodeWord) => void = () => {}

  function share(to: readonly Audience[] | typeof NODES, what: Shared) {
    if (bus.isAlone()) return
    const one: Told = { number: ++told, ...what }
    for (const channel of to === NODES ? [NODES] : new Set(to.map(roomOf))) {
      const others = batch.get(channel)
      if (others) others.push(one)
      else batch.set(channel, [one])
    }
    inBatch += 1
    if (inBatch === 1) setImmediate(flush)
    else if (inBatch === BATCH_SIZE) flush()
  }

  function flush() {
    if (inBatch === 0) return
    const full = batch
    batch = new Map()
    inBatch = 0
    bus.publish(full)
  }

  bus.listen(
    inOrderOnce((one) => {
      if ('delivery' in one) local.deliver(one.delivery)
      else if ('hangUp' in one) local.hangUp(one.hangUp)
      else hearWord(one.word)
    }),
  )

  return {
    deliver(delivery) {
      local.deliver(delivery)
      share(delivery.to, { delivery })
    },
    hangUp(audience) {
      local.hangUp(audience)
      share([audience], { hangUp: audience })
    },
    tellNodes: (word) => share(NODES, { word }),
    onWord(listener) {
      hearWord = listener
      void bus.subscribe(NODES)
    },
  }
}

type Shared = { delivery: Delivery } | { hangUp: Audience } | { word: NodeWord }

/** A node that listens to several of a delivery's channels gets it from each, and one channel after the other. */
function inOrderOnce(act: (told: Told) => void): (publication: Publication) => void {
  const newest = new Map<string, { batch: number; seen: Set<number> }>()
  let waiting: Told[] = []

  function isNew({ from, batch }: Publication, { number }: Told): boolean {
    let known = newest.get(from)
    if (known?.batch !== batch) {
      known = { batch, seen: new Set() }
      newest.delete(from)
      newest.set(from, known)
      const [oldest] = newest.keys()
      if (newest.size > SOURCES_KEPT && oldest !== undefined) newest.delete(oldest)
    }
    if (known.seen.has(number)) return false
    known.seen.add(number)
    return true
  }

  function actOnAll() {
    const all = waiting
    waiting = []
    // Each node's own order; between nodes there is none.
    for (const told of all.sort((a, b) => a.number - b.number)) act(told)
  }

  return (publication) => {
    if (waiting.length === 0) queueMicrotask(actOnAll)
    for (const told of publication.told) {
      if (isNew(publication, told)) waiting.push(told)
    }
  }
}
