import { randomFillSync } from 'node:crypto'
import { v7 as uuid, stringify } from 'uuid'

const RANDOM_BYTES = 16
const IDS_AHEAD = 256

const drawn = new Uint8Array(RANDOM_BYTES * IDS_AHEAD)
const random = new Uint8Array(RANDOM_BYTES)
const id = new Uint8Array(RANDOM_BYTES)
let at = drawn.length

/** A UUIDv7 like any other; randomness is drawn for many at once, because asking for it costs more than the rest. */
export function newMessageId(): string {
  if (at === drawn.length) {
    randomFillSync(drawn)
    at = 0
  }
  for (let index = 0; index < RANDOM_BYTES; index++) random[index] = drawn[at++] as number
  return stringify(uuid({ random }, id))
}
