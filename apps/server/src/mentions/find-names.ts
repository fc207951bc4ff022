/** Who can be named. */
export interface Named {
  id: string
  name: string
}

const WORD = /[\p{L}\p{M}\p{N}_]/u

/**
 * Who is named in a text as `@Name`: the longest name that fits, in any case, and not in the middle of a word, so that an
 * e-mail address names nobody. Two of the same name are both meant.
 */
export function findNames<Person extends Named>(text: string, people: readonly Person[]): Person[] {
  const longestFirst = people.toSorted((a, b) => b.name.length - a.name.length)
  const found = new Set<Person>()
  const words = text.toLowerCase()
  for (let at = words.indexOf('@'); at !== -1; at = words.indexOf('@', at + 1)) {
    if (at > 0 && WORD.test(words[at - 1] as string)) continue
    const fits = ({ name }: Named) => {
      const wanted = name.trim().toLowerCase()
      const after = words[at + 1 + wanted.length]
      return wanted !== '' && words.startsWith(wanted, at + 1) && (after === undefined || !WORD.test(after))
    }
    const first = longestFirst.find(fits)
    if (!first) continue
    for (const person of longestFirst)
      if (person.name.trim().toLowerCase() === first.name.trim().toLowerCase()) found.add(person)
  }
  return [...found]
}
