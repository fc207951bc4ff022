import type { Audience } from './audience.ts'
import type { Delivery } from './deliver.ts'
import type { Link } from './link.ts'

/** One thing told to other nodes; the number names it among all that its node has told. */
export type Told = { number: number } & ({ delivery: Delivery } | { hangUp: Audience } | { word: NodeWord })

/** What nodes tell each other for themselves: something to look at anew; of a queue, its order. */
export type NodeWord = 'availability' | 'metrics' | { queue: string | null }

/** What a node tells in one go: at most one publication for each channel. */
export type Batch = ReadonlyMap<string, readonly Told[]>

/** What came through one channel. */
export interface Publication {
  channel: string
  /** Which node told it, in which of its batches. */
  from: string
  batch: number
  told: readonly Told[]
}

/** Carries what one node tells to the nodes that listen. All of it is a hint: what gets lost is found in the log. */
export interface Bus {
  /** Down: what is told is dropped, and nothing is heard. */
  readonly link: Link
  /** There is nobody to tell anything. */
  isAlone(): boolean
  /** A node does not hear itself. */
  publish(batch: Batch): void
  listen(listener: (publication: Publication) => void): void
  /** Resolves when nothing told from then on is missed; while the link is down at once. */
  subscribe(channel: string): Promise<void>
  unsubscribe(channel: string): void
  stop(): Promise<void>
}
