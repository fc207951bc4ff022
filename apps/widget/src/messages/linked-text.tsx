import { linkify } from './linkify.ts'

export function LinkedText({ text }: { text: string }) {
  return linkify(text).map(({ text: words, href }, at) =>
    href ? (
      <a key={at} href={href} target="_blank" rel="noopener noreferrer">
        {words}
      </a>
    ) : (
      words
    ),
  )
}
