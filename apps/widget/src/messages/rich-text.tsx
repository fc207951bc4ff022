import type { ReactNode } from 'react'
import { linkify, safeHref } from './linkify.ts'
import { type Block, inlineParts, type InlinePart, readBlocks } from './markdown.ts'
import styles from './rich-text.module.css'

export interface WordsProps {
  text: string
  /** Agents and bots may shape their words; what a visitor types is shown as it was typed. */
  shaped: boolean
}

/** Words with links in them, and where they may be shaped, with a small part of Markdown. */
export default function RichText({ text, shaped }: WordsProps) {
  if (!shaped) return <Linked text={text} />
  return readBlocks(text).map((block, at) => <OneBlock key={at} block={block} />)
}

function OneBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case 'code':
      return (
        <pre className={styles.code} tabIndex={0} dir="ltr">
          {block.text}
        </pre>
      )
    case 'list': {
      const items = block.items.map((item, at) => (
        <li key={at}>
          <Inline text={item} />
        </li>
      ))
      return block.from === null ? (
        <ul className={styles.list}>{items}</ul>
      ) : (
        <ol className={styles.numbers} start={block.from}>
          {items}
        </ol>
      )
    }
    case 'quote':
      return (
        <blockquote className={styles.quote}>
          <Inline text={block.text} />
        </blockquote>
      )
    case 'words':
      return <Inline text={block.text} />
  }
}

function Inline({ text }: { text: string }) {
  return inlineParts(text).map((part, at) => <One key={at} part={part} />)
}

function One({ part }: { part: InlinePart }): ReactNode {
  switch (part.kind) {
    case 'strong':
      return (
        <strong>
          <Inline text={part.text} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Inline text={part.text} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Inline text={part.text} />
        </s>
      )
    case 'code':
      return <code className={styles.word}>{part.text}</code>
    case 'link': {
      const href = safeHref(part.href)
      return href ? <Link href={href}>{part.text}</Link> : part.text
    }
    case 'plain':
      return <Linked text={part.text} />
  }
}

function Linked({ text }: { text: string }) {
  return linkify(text).map(({ text: words, href }, at) =>
    href ? (
      <Link key={at} href={href}>
        {words}
      </Link>
    ) : (
      words
    ),
  )
}

function Link({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
