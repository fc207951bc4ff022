import type { Classifier } from './classifier.ts'
import type { Confidence } from './confidence.ts'

const FORMAT = 1
const HEAD_BYTES = 8
const ALIGNMENT = 4

interface Head {
  format: typeof FORMAT
  labels: readonly string[]
  knowsOutside: boolean
  confidence: Confidence
  rarityOfUnknown: number
  features: number
  classes: number
}

/** One buffer: the length of the head, the head as JSON, then the numbers, little-endian as all our machines have them. */
export function encodeClassifier({ vocabulary, model, ...facts }: Classifier): Buffer {
  const head: Head = {
    format: FORMAT,
    ...facts,
    rarityOfUnknown: vocabulary.rarityOfUnknown,
    features: vocabulary.rarity.length,
    classes: model.classes,
  }
  const json = Buffer.from(JSON.stringify(head))
  const padded = Buffer.alloc(Math.ceil(json.length / ALIGNMENT) * ALIGNMENT, ' ')
  json.copy(padded)
  const start = Buffer.alloc(HEAD_BYTES)
  start.writeUInt32LE(padded.length)
  const hashes = new Uint32Array(vocabulary.places.keys())
  return Buffer.concat([
    start,
    padded,
    ...[hashes, vocabulary.rarity, model.step, model.bias, model.weights].map(
      ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength),
    ),
  ])
}

/** Throws for another format; train anew then. */
export function decodeClassifier(stored: Buffer): Classifier {
  const headLength = stored.readUInt32LE()
  const head: Head = JSON.parse(stored.subarray(HEAD_BYTES, HEAD_BYTES + headLength).toString())
  if (head.format !== FORMAT) throw new Error(`a classifier of format ${head.format} cannot be read`)
  const { features, classes } = head
  // A copy, because numbers of four bytes must begin at a multiple of four.
  const bytes = new Uint8Array(stored.subarray(HEAD_BYTES + headLength)).buffer
  let at = 0
  const next = (count: number, size: number) => {
    at += count * size
    return at - count * size
  }
  const hashes = new Uint32Array(bytes, next(features, 4), features)
  const rarity = new Float32Array(bytes, next(features, 4), features)
  const step = new Float32Array(bytes, next(features, 4), features)
  const bias = new Float32Array(bytes, next(classes, 4), classes)
  const weights = new Int8Array(bytes, next(features * classes, 1), features * classes)
  return {
    labels: head.labels,
    knowsOutside: head.knowsOutside,
    confidence: head.confidence,
    vocabulary: {
      places: new Map(Array.from(hashes, (hash, place) => [hash, place])),
      rarity,
      rarityOfUnknown: head.rarityOfUnknown,
    },
    model: { classes, weights, step, bias },
  }
}
