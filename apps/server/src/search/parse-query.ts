import { ChatError, SEARCH_FILTERS, type SearchFilter } from '@biometrics/chat-protocol'

export interface Term {
  text: string
  /** Exactly these words in this order; otherwise the beginning of a word is enough. */
  isPhrase: boolean
  isExcluded: boolean
}

export interface Filter {
  name: SearchFilter
  value: string
  isExcluded: boolean
}

export interface ParsedQuery {
  terms: Term[]
  filters: Filter[]
}

/** More would only cost: each term is asked for in every language. */
const TERMS_MAX = 20
const TOKEN = /(-?)(?:([a-z]+):)?(?:"([^"]*)("|$)|(\S+))/giu
const WORD = /[\p{L}\p{N}]/u

/**
 * What was typed into the search: words, "phrases", -exclusions and `filter:value`, where a value with spaces stands in
 * quotes. A word before a colon that is no filter is a word; a filter with nothing after it is a mistake worth naming.
 */
export function parseQuery(typed: string): ParsedQuery {
  const terms: Term[] = []
  const filters: Filter[] = []
  for (const [token, minus, key, quoted, , bare] of typed.matchAll(TOKEN)) {
    const isExcluded = minus === '-'
    const name = key?.toLowerCase()
    if (isFilter(name)) {
      const value = (quoted ?? bare ?? '').trim()
      if (value === '') refuseFilter(name, 'says nothing')
      filters.push({ name, value, isExcluded })
      continue
    }
    const text = quoted ?? (isExcluded ? token.slice(1) : token)
    if (WORD.test(text)) terms.push({ text, isPhrase: quoted !== undefined, isExcluded })
  }
  for (const { text } of terms) {
    // Before a space, or at the end, it reads as a word with a colon.
    const alone = /^([a-z]+):$/i.exec(text)?.[1]?.toLowerCase()
    if (isFilter(alone)) refuseFilter(alone, 'says nothing')
  }
  if (terms.length > TERMS_MAX) refuse(`at most ${TERMS_MAX} words`)
  return { terms, filters }
}

function isFilter(name: string | undefined): name is SearchFilter {
  return SEARCH_FILTERS.some((filter) => filter === name)
}

export function refuseFilter(name: SearchFilter, why: string): never {
  return refuse(`${name}: ${why}`)
}

function refuse(message: string): never {
  throw new ChatError('invalid_payload', `q: ${message}.`, { fields: [{ path: 'q', message }] })
}

/** `2026`, `2026-03` or `2026-03-09`: the day on which it begins. */
export function dayOf(name: SearchFilter, value: string): string {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(value) ?? []
  const text = `${year}-${month}-${day}`
  const date = new Date(`${text}T00:00:00Z`)
  const isDay = year !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  return isDay ? text : refuseFilter(name, 'must be a day such as 2026-03-09, a month or a year')
}
