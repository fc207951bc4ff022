/** What of a person must not leave, and what stands in its place: the same words get the same sign. */
export interface Mask {
  hide(text: string): string
  /** Puts back what was hidden, in what came back. */
  restore(text: string): string
}

export interface Known {
  name?: string | null
  email?: string | null
  phone?: string | null
}

/** From the beginning of a word only: tried from each of its letters, a long one would take its square. */
const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
/** Two letters, two digits and groups of letters and digits. */
const IBAN = /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b/g
/** Cards, telephones, identity and customer numbers: seven digits and more, however they are grouped. */
const DIGITS = /\+?\(?\d(?:[\d ()/.-]{5,}\d)/g
const DIGITS_MIN = 7
const DATE = /^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/
/** Shorter names are words too. */
const NAME_MIN = 3

/** Hides addresses, numbers and what is known of the visitor. What is hidden is kept here, and nowhere else. */
export function createMask(known: Known = {}): Mask {
  const signs = new Map<string, string>()
  const counts = new Map<string, number>()

  function signOf(kind: string, words: string): string {
    const key = words.toLowerCase()
    const there = [...signs].find(([, original]) => original.toLowerCase() === key)
    if (there) return there[0]
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const sign = `[${kind} ${count}]`
    signs.set(sign, words)
    return sign
  }

  return {
    hide(text) {
      let hidden = text
        .replaceAll(EMAIL, (found) => signOf('email', found))
        .replaceAll(IBAN, (found) => signOf('account', found))
        .replaceAll(DIGITS, (found) => {
          const digits = found.replaceAll(/\D/g, '').length
          return digits < DIGITS_MIN || DATE.test(found) ? found : signOf('number', found)
        })
      // After what an address or a number may hold of them.
      for (const [kind, words] of wordsOf(known))
        hidden = hidden.replaceAll(wholeWord(words), (found) => signOf(kind, found))
      return hidden
    },
    restore: (text) => text.replaceAll(/\[[a-z]+ \d+\]/g, (sign) => signs.get(sign) ?? sign),
  }
}

/** The whole name before its parts, of which one alone tells who it is too. */
function wordsOf({ name, email, phone }: Known): [kind: string, words: string][] {
  const all: [string, string | null | undefined][] = [
    ['email', email],
    ['number', phone],
    ['name', name],
    ...(name?.split(/\s+/) ?? []).map((part): [string, string] => ['name', part]),
  ]
  return all.flatMap(([kind, words]): [string, string][] => {
    const bare = words?.trim() ?? ''
    return bare.length >= NAME_MIN ? [[kind, bare]] : []
  })
}

function wholeWord(words: string): RegExp {
  const plain = words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${plain}(?![\p{L}\p{N}])`, 'giu')
}
