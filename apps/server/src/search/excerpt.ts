import type { SearchPiece } from '@biometrics/chat-protocol'

/** Addresses and hyphenated words count as one, as they do for PostgreSQL. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:[@.\-_'’/][\p{L}\p{M}\p{N}]+)*|[\p{L}\p{M}\p{N}]+/gu
const PART = /[\p{L}\p{M}\p{N}]+/gu
/** So much of the text stands around the first hit. */
const BEFORE = 60
const LENGTH = 240

/** The different words of some texts; of those with several parts the parts too. */
export function wordsIn(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => [...(text.match(WORD) ?? []), ...(text.match(PART) ?? [])])
  return [...new Set(words)]
}

/** The text, or what stands around its first hit, with every hit marked. */
export function markHits(text: string, hits: ReadonlySet<string>, whole = false): SearchPiece[] {
  const found = spans(text, hits)
  const [from, to] = whole ? [0, text.length] : windowOf(text, found[0]?.from ?? 0)
  const pieces: SearchPiece[] = []
  const add = (piece: string, hit: boolean) => {
    if (piece !== '') pieces.push({ text: piece, hit })
  }
  let at = from
  for (const span of found) {
    if (span.from < at || span.to > to) continue
    add(text.slice(at, span.from), false)
    add(text.slice(span.from, span.to), true)
    at = span.to
  }
  add(text.slice(at, to), false)
  const [first, last] = [pieces[0], pieces.at(-1)]
  if (from > 0 && first) pieces[0] = { ...first, text: `…${first.text}` }
  if (to < text.length && last) {
    const end = pieces.length - 1
    pieces[end] = { text: `${pieces[end]?.text}…`, hit: last.hit }
  }
  return pieces
}

function spans(text: string, hits: ReadonlySet<string>): { from: number; to: number }[] {
  return [...text.matchAll(WORD)].flatMap((match) => {
    if (hits.has(match[0])) return [{ from: match.index, to: match.index + match[0].length }]
    return [...match[0].matchAll(PART)]
      .filter((part) => hits.has(part[0]))
      .map((part) => ({
        from: match.index + part.index,
        to: match.index + part.index + part[0].length,
      }))
  })
}

/** Begins and ends between words. */
function windowOf(text: string, hit: number): [from: number, to: number] {
  if (text.length <= LENGTH) return [0, text.length]
  const start = Math.max(0, hit - BEFORE)
  const from = start === 0 ? 0 : afterSpace(text, start, hit)
  const end = Math.min(text.length, from + LENGTH)
  const space = end === text.length ? end : text.lastIndexOf(' ', end)
  return [from, space > hit ? space : end]
}

function afterSpace(text: string, start: number, hit: number): number {
  const space = text.indexOf(' ', start)
  return space === -1 || space >= hit ? start : space + 1
}
