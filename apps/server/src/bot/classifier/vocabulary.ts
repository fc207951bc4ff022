import { countFeatures } from './features.ts'

/** A text as the features it has: where they stand in the vocabulary, and how much each weighs (the length is 1). */
export interface Vector {
  at: Int32Array
  weight: Float32Array
  /** How much of what the words say is not known here, in the measure of scores. */
  strangeness: number
}

export interface Vocabulary {
  /** A feature's hash → its place. */
  places: ReadonlyMap<number, number>
  /** By place: rare features weigh more. */
  rarity: Float32Array
  /** What a word weighs that was never seen. */
  rarityOfUnknown: number
}

/** Every feature of the texts, with the logarithm of how rare it is. */
export function learnVocabulary(texts: readonly string[]): Vocabulary {
  const documents = new Map<number, number>()
  const chance = new Map<number, number>()
  for (const text of texts) {
    const { words, near, pieces } = countFeatures(text)
    for (const [counts, into] of [
      [words, documents],
      [pieces, documents],
      [near, chance],
    ] as const)
      for (const hash of counts.keys()) into.set(hash, (into.get(hash) ?? 0) + 1)
  }
  // Words that were near each other once say nothing, and there are more of those than of all else.
  for (const [hash, count] of chance) if (count > 1) documents.set(hash, count)
  const places = new Map<number, number>()
  const rarity = new Float32Array(documents.size)
  for (const [hash, count] of documents) {
    rarity[places.size] = Math.log((1 + texts.length) / (1 + count)) + 1
    places.set(hash, places.size)
  }
  return { places, rarity, rarityOfUnknown: Math.log(1 + texts.length) + 1 }
}

export function vectorOf(text: string, { places, rarity, rarityOfUnknown }: Vocabulary): Vector {
  const at: number[] = []
  const weight: number[] = []
  let known = 0
  let all = 0
  const { words, near, pieces } = countFeatures(text)

  /** Words and pieces each get half of the length, whatever their numbers. */
  function take(kinds: ReadonlyMap<number, number>[]) {
    const first = at.length
    let squares = 0
    for (const [hash, count] of kinds.flatMap((counts) => [...counts])) {
      const place = places.get(hash)
      if (place === undefined) continue
      const value = (1 + Math.log(count)) * (rarity[place] as number)
      at.push(place)
      weight.push(value)
      squares += value * value
    }
    const scale = 1 / (Math.sqrt(squares) || 1)
    for (let index = first; index < weight.length; index++) weight[index] = (weight[index] as number) * scale
  }
  for (const hash of words.keys()) {
    const place = places.get(hash)
    const value = place === undefined ? 0 : (rarity[place] as number)
    known += value
    all += value || rarityOfUnknown
  }
  take([words, near])
  take([pieces])

  const length = Math.sqrt(weight.reduce((sum, value) => sum + value * value, 0)) || 1
  return {
    at: Int32Array.from(at),
    weight: Float32Array.from(weight, (value) => value / length),
    strangeness: rarityOfUnknown * (all === 0 ? 1 : 1 - known / all),
  }
}
