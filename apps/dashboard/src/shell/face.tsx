import classes from './face.module.css'

const HUES = [212, 258, 322, 8, 32, 146, 176, 196] as const

interface Props {
  id: string
  name: string
  picture?: string | null | undefined
  size: number
}

/** A person's picture, or their initials on a quiet colour that is always theirs. */
export function Face({ id, name, picture, size }: Props) {
  return (
    <span
      className={classes.face}
      style={{ '--hue': hueOf(id), '--size': `${size}px` } as React.CSSProperties}
      aria-hidden="true"
    >
      {initials(name)}
      {picture && <img src={picture} alt="" />}
    </span>
  )
}

/** At most two letters: of the first word and of the last. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return letters
    .map((word) => (word ? firstLetter(word) : ''))
    .join('')
    .toUpperCase()
}

function firstLetter(word: string): string {
  return [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? ''
}

function hueOf(id: string): number {
  let hash = 0
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0
  return HUES[hash % HUES.length] ?? HUES[0]
}
