/**
 * Words one by one, beside each other and near each other, and pieces of words: pieces find the same word in another form,
 * and mistyped.
 */
const PIECE_MIN = 2
const PIECE_MAX = 5
/** Longer texts are read this far; a question says what it wants sooner. */
const MAX_WORDS = 200
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?|[?!$£€%]/gu
const START = '\u0002'
const END = '\u0003'
/** Tells a piece from a word of the same letters. */
const PIECE = '\u0001'
/** How far words may stand from each other and still say something together, in whatever order. */
const NEAR = 5

/** How often a text has each feature, by the feature's hash; words and pieces apart, as each is weighed by itself. */
export interface FeatureCounts {
  /** Single words, and two in a row. */
  words: Map<number, number>
  /** Words near each other; there are many, and most are chance. */
  near: Map<number, number>
  pieces: Map<number, number>
}

export function wordsOf(text: string): string[] {
  const words = text.normalize('NFKC').toLowerCase().replaceAll('’', "'").match(WORD) ?? []
  return words.slice(0, MAX_WORDS)
}

export function countFeatures(text: string): FeatureCounts {
  const words = wordsOf(text)
  const counts: FeatureCounts = { words: new Map(), near: new Map(), pieces: new Map() }
  const add = (counted: Map<number, number>, feature: string) => {
    const hash = hashOf(feature)
    counted.set(hash, (counted.get(hash) ?? 0) + 1)
  }
  let before = START
  for (const word of words) {
    add(counts.words, word)
    add(counts.words, `${before} ${word}`)
    before = word
    const bounded = ` ${word} `
    for (let size = PIECE_MIN; size <= PIECE_MAX; size++) {
      for (let at = 0; at + size <= bounded.length; at++)
        add(counts.pieces, PIECE + bounded.slice(at, at + size))
    }
  }
  if (words.length > 0) add(counts.words, `${before} ${END}`)
  for (const [index, word] of words.entries())
    for (const other of words.slice(index + 2, index + 1 + NEAR)) {
      const [first, second] = word < other ? [word, other] : [other, word]
      add(counts.near, `${first} & ${second}`)
    }
  return counts
}

/** FNV-1a over UTF-16 units, spread once more; two of a hundred thousand features share a hash about once. */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < feature.length; index++) {
    hash = Math.imul(hash ^ feature.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  return (hash ^ (hash >>> 15)) >>> 0
}
