import { setImmediate as othersTurn } from 'node:timers/promises'
import { countFeatures } from '../bot/classifier/features.ts'

/** Texts are compared as far as this; what they are about they say sooner. */
const COMPARED_LENGTH = 500
/** Between so many texts everybody else has their turn: messages are stored on the same thread. */
const AT_ONCE = 20

/** How alike each text is to the question, from 0 to 1: the cosine of words and pieces of words, of which rare ones weigh more. */
export async function likenessTo(question: string, texts: readonly string[]): Promise<number[]> {
  const documents = new Map<number, number>()
  await inTurns([question, ...texts], (text) => {
    for (const counts of featuresOf(text))
      for (const hash of counts.keys()) documents.set(hash, (documents.get(hash) ?? 0) + 1)
  })
  const rarity = (hash: number) => Math.log((2 + texts.length) / (1 + (documents.get(hash) ?? 0))) + 1
  const asked = featuresOf(question).map((counts) => weigh(counts, rarity))
  return inTurns(texts, (text) => {
    const cosines = featuresOf(text).map((counts, kind) => {
      let sum = 0
      for (const [hash, weight] of weigh(counts, rarity)) sum += weight * (asked[kind]?.get(hash) ?? 0)
      return sum
    })
    return Math.min(1, cosines.reduce((sum, one) => sum + one, 0) / cosines.length)
  })
}

/** Words and pieces apart, so that either counts for half. */
function featuresOf(text: string): Map<number, number>[] {
  const { words, pieces } = countFeatures(text.slice(0, COMPARED_LENGTH))
  return [words, pieces]
}

/** Of length 1, or empty. */
function weigh(counts: ReadonlyMap<number, number>, rarity: (hash: number) => number): Map<number, number> {
  const weights = new Map<number, number>()
  let squares = 0
  for (const [hash, count] of counts) {
    const weight = (1 + Math.log(count)) * rarity(hash)
    weights.set(hash, weight)
    squares += weight * weight
  }
  const length = Math.sqrt(squares) || 1
  for (const [hash, weight] of weights) weights.set(hash, weight / length)
  return weights
}

async function inTurns<T>(texts: readonly string[], work: (text: string) => T): Promise<T[]> {
  const done: T[] = []
  for (const [index, text] of texts.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await othersTurn()
    done.push(work(text))
  }
  return done
}
