/** What has come of an answer so far. */
export type Reading =
  /** Its first line, which names the articles that it is from, is not whole yet. */
  | { kind: 'waiting' }
  /** It names none of those that were given, so it is not from them. */
  | { kind: 'refused' }
  | { kind: 'answer'; sources: number[]; text: string }

const HEAD = /^\s*SOURCES:[ \t]*([^\r\n]*)(\r?\n|$)/i
/** Who has not named them by then does not. */
const HEAD_LENGTH = 120
export const LINK = /(?:\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\bmailto:|\bjavascript:)[^\s<>"'()[\]]*/gi

/** Reads an answer that may still be growing; `count` articles were given, numbered from 1. */
export function readAnswer(raw: string, count: number, isWhole: boolean): Reading {
  const head = HEAD.exec(raw)
  if (!head || (head[2] === '' && !isWhole))
    return isWhole || raw.trim().length > HEAD_LENGTH ? { kind: 'refused' } : { kind: 'waiting' }
  const named = (head[1] ?? '').match(/\d+/g) ?? []
  const sources = [...new Set(named.map(Number))].filter((number) => number >= 1 && number <= count)
  const text = raw.slice(head[0].length).trim()
  if (sources.length === 0 || (isWhole && text === '')) return { kind: 'refused' }
  return { kind: 'answer', sources, text }
}

/** Whether every link in an answer stands in one of the articles it is from: a model makes up others, or is made to. */
export function hasOnlyLinksOf(text: string, articles: readonly string[]): boolean {
  return (text.match(LINK) ?? []).every((link) => {
    const bare = link.replace(/[.,;:!?*_]+$/, '')
    return articles.some((article) => article.includes(bare))
  })
}
