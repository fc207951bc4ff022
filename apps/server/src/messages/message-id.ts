import { randomFillSync } from 'node:crypto'
import { v7 as uuid } from 'uuid'

const RANDOM_BYTES = 16
const IDS_AHEAD = 256

const random = new Uint8Array(RANDOM_BYTES * IDS_AHEAD)
let at = random.length

/** A UUIDv7 like any other; randomness is drawn for many at once, because asking for it costs more than the rest. */
export function newMessageId(): string {
  if (at === random.length) {
    randomFillSync(random)
    at = 0
  }
  at += RANDOM_BYTES
  return uuid({ random: random.subarray(at - RANDOM_BYTES, at) })
}
