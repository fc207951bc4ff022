import { newArticle } from '@biometrics/chat-protocol'
import { type ImportedArticle, parseMarkdown } from './parse-markdown.ts'
import { parsePage } from './parse-page.ts'
import { parseTable } from './parse-table.ts'

export type Parsed = { ok: true; articles: ImportedArticle[] } | { ok: false; error: string }

const fields = newArticle.omit({ appId: true, isPublished: true })
const SOURCE_LENGTH = 2_000

/** By the ending of its name; every article must be one that could have been written in the dashboard. */
export function parseFile(name: string, text: string): Parsed {
  const parsed = read(name, text)
  if (!parsed.ok) return parsed
  for (const article of parsed.articles) {
    const { source, ...words } = article
    const checked = fields.safeParse(words)
    if (!checked.success) {
      const [issue] = checked.error.issues
      return {
        ok: false,
        error: `"${article.title.slice(0, 80)}": ${issue?.path.join('.')}: ${issue?.message}`,
      }
    }
    article.source = source.slice(0, SOURCE_LENGTH).toWellFormed()
  }
  return parsed
}

function read(name: string, text: string): Parsed {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  switch (ending) {
    case 'md':
    case 'markdown':
    case 'txt':
      return { ok: true, articles: [parseMarkdown(name, text)] }
    case 'csv':
    case 'tsv':
      return parseTable(name, text)
    case 'html':
    case 'htm':
      return { ok: true, articles: [parsePage(name, text)] }
    default:
      return { ok: false, error: 'must be .md, .csv or .html' }
  }
}
