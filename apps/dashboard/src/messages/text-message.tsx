import { splitLinks } from './links.ts'
import classes from './messages.module.css'

export function TextMessage({ text }: { text: string }) {
  return (
    <div className={classes.text} dir="auto">
      {splitLinks(text).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          // The parts of one text never change places.
          <a key={`${index}`} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </div>
  )
}
