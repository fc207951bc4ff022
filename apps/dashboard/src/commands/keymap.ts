/**
 * Every command that has a key of its own. A letter works wherever nobody is typing, and with Alt everywhere, also in the
 * middle of a reply; letters that browsers keep for themselves with Alt (D, E, F) are left out. Two letters are pressed
 * one after the other.
 */
export const KEYMAP = {
  'queue.next': 'n',
  'list.newer': 'k',
  'list.older': 'j',
  'list.mark': 'x',
  'conversation.take': 'a',
  'conversation.reply': 'r',
  'conversation.note': 'm',
  'conversation.transfer': 't',
  'conversation.priority': 'p',
  'conversation.tags': 'l',
  'conversation.snooze': 's',
  'conversation.close': 'c',
  'conversation.reopen': 'o',
  'conversation.release': 'u',
  'conversation.details': 'i',
  'go.mine': 'g m',
  'go.queue': 'g q',
  'go.open': 'g a',
  'go.snoozed': 'g s',
  'go.closed': 'g c',
  'go.search': 'g f',
  'go.visitors': 'g v',
  'go.board': 'g b',
  'go.settings': 'g p',
} as const satisfies Record<string, string>

export type KeyedCommand = keyof typeof KEYMAP

export function keysOf(id: string): string | null {
  return id in KEYMAP ? KEYMAP[id as KeyedCommand] : null
}

const BY_KEYS: ReadonlyMap<string, KeyedCommand> = new Map(
  Object.entries(KEYMAP).map(([id, keys]) => [keys, id as KeyedCommand]),
)
const STARTS_SEQUENCE = new Set(
  [...BY_KEYS.keys()].filter((keys) => keys.includes(' ')).map((keys) => keys[0]),
)

/** The part of a keyboard event that decides; `typing`: a letter would be written somewhere. */
export interface Press {
  key: string
  code: string
  alt: boolean
  /** Ctrl or, on a Mac, Cmd. */
  mod: boolean
  shift: boolean
  typing: boolean
}

export type Meaning = KeyedCommand | 'palette' | 'keys' | { startOf: string } | null

/** What a press means, after `before`: the first letter of a sequence that was begun a moment ago. */
export function meaningOf(press: Press, before: string | null): Meaning {
  const { key, alt, mod, shift, typing } = press
  if (mod && !alt && !shift && key.toLowerCase() === 'k') return 'palette'
  if (mod || (typing && !alt)) return null
  if (key === '?' && !alt) return 'keys'
  const letter = alt ? letterOf(press.code) : shift ? null : key
  if (letter === null) return null
  if (before !== null) return BY_KEYS.get(`${before} ${letter}`) ?? null
  if (STARTS_SEQUENCE.has(letter)) return { startOf: letter }
  return BY_KEYS.get(letter) ?? null
}

/** With Alt a Mac gives another character than the one on the key. */
function letterOf(code: string): string | null {
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : null
}
