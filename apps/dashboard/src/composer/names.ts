const SUGGESTIONS_MAX = 8

export interface At {
  /** Where the @ stands. */
  start: number
  query: string
}

/** What stands after an `@` at the caret: at the start or after something that is no letter, up to two words long. */
export function atQueryAt(text: string, caret: number): At | null {
  const match =
    /(?:^|[^\p{L}\p{M}\p{N}_])@([\p{L}\p{M}\p{N}'’.-]{0,40}(?: [\p{L}\p{M}\p{N}'’.-]{1,40})?)$/u.exec(
      text.slice(0, caret),
    )
  if (match?.[1] === undefined) return null
  return { start: caret - match[1].length - 1, query: match[1] }
}

/** Colleagues of whose name a word begins so, first names first; a name that is written out needs no list any more. */
export function searchNames<Person extends { name: string }>(
  people: readonly Person[],
  query: string,
): Person[] {
  const wanted = query.toLowerCase()
  const ranked = people
    .map((person) => ({ person, rank: rankOf(person.name.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name))
  return ranked.slice(0, SUGGESTIONS_MAX).map(({ person }) => person)
}
const NO_MATCH = 2

function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0
  return name.split(/\s+/).some((word) => word.startsWith(wanted)) ? 1 : NO_MATCH
}
