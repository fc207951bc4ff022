import { countFeatures } from './features.ts'

/** A text as the features it has: where they stand in the vocabulary, and how much each weighs (the length is 1). */
export interface Vector {
  at: Int32Array
  weight: Float32Array
  /** How much of what the words say is not known here, from 0 to 1. */
  unknown: number
}

export interface Vocabulary {
  /** A feature's hash → its place. */
  places: ReadonlyMap<number, number>
  /** By place: rare features weigh more. */
  rarity: Float32Array
}

/** Every feature of the texts, with the logarithm of how rare it is. */
export function learnVocabulary(texts: readonly string[]): Vocabulary {
  const documents = new Map<number, number>()
  for (const text of texts) {
    const { words, pieces } = countFeatures(text)
    for (const counts of [words, pieces]) {
      for (const hash of counts.keys()) documents.set(hash, (documents.get(hash) ?? 0) + 1)
    }
  }
  const places = new Map<number, number>()
  const rarity = new Float32Array(documents.size)
  for (const [hash, count] of documents) {
    rarity[places.size] = Math.log((1 + texts.length) / (1 + count)) + 1
    places.set(hash, places.size)
  }
  return { places, rarity }
}

/** What a word weighs that was never seen. */
const RARITY_OF_UNKNOWN = 10

export function vectorOf(text: string, { places, rarity }: Vocabulary): Vector {
  const at: number[] = []
  const weight: number[] = []
  let known = 0
  let all = 0
  const { words, pieces } = countFeatures(text)

  /** Words and pieces each get half of the length, whatever their numbers. */
  function take(counts: ReadonlyMap<number, number>, placeOf: (hash: number) => number | undefined) {
    const first = at.length
    let squares = 0
    for (const [hash, count] of counts) {
      const place = placeOf(hash)
      if (place === undefined) continue
      const value = (1 + Math.log(count)) * (rarity[place] as number)
      at.push(place)
      weight.push(value)
      squares += value * value
    }
    const scale = 1 / (Math.sqrt(squares) || 1)
    for (let index = first; index < weight.length; index++) weight[index] = (weight[index] as number) * scale
  }
  take(words, (hash) => {
    const place = places.get(hash)
    const value = place === undefined ? 0 : (rarity[place] as number)
    known += value
    all += value || RARITY_OF_UNKNOWN
    return place
  })
  take(pieces, (hash) => places.get(hash))

  const length = Math.sqrt(weight.reduce((sum, value) => sum + value * value, 0)) || 1
  return {
    at: Int32Array.from(at),
    weight: Float32Array.from(weight, (value) => value / length),
    unknown: all === 0 ? 1 : 1 - known / all,
  }
}
