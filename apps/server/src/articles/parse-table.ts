import { parseCsv } from '../csv/parse-csv.ts'
import type { ImportedArticle } from './parse-markdown.ts'

/** The names a column may have. */
const COLUMNS = {
  title: ['title', 'titel', 'subject', 'name'],
  body: ['answer', 'body', 'content', 'text', 'antwort'],
  questions: ['question', 'questions', 'utterance', 'frage', 'fragen'],
  language: ['language', 'lang', 'sprache'],
} as const
type Column = keyof typeof COLUMNS

export type ParsedTable = { ok: true; articles: ImportedArticle[] } | { ok: false; error: string }

/**
 * Question–answer pairs as CSV with a line of heads. Rows with the same title, or without one with the same answer, are ways
 * to ask for one article; several questions in a cell stand on lines of their own.
 */
export function parseTable(name: string, text: string): ParsedTable {
  const clean = text.replace(/^\uFEFF/, '')
  const firstLine = clean.split(/\r?\n/, 1)[0] ?? ''
  const separator =
    [';', '\t'].find((one) => firstLine.split(one).length > firstLine.split(',').length) ?? ','
  const [head, ...rows] = parseCsv(clean, separator)
  if (head === undefined) return { ok: false, error: 'is empty' }
  const at = columnsOf(head)
  if (at.body === undefined)
    return {
      ok: false,
      error: `has no column "answer": its heads are ${head.map((cell) => `"${cell}"`).join(', ')}`,
    }
  if (at.questions === undefined && at.title === undefined)
    return { ok: false, error: 'has neither a column "question" nor a column "title"' }

  const articles = new Map<string, ImportedArticle>()
  for (const [index, row] of rows.entries()) {
    const cell = (column: Column) => (at[column] === undefined ? '' : (row[at[column]] ?? '').trim())
    const questions = cell('questions')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean)
    const title = cell('title') || questions[0] || ''
    if (title === '' || cell('body') === '')
      return { ok: false, error: `row ${index + 2}: has no ${title === '' ? 'question' : 'answer'}` }
    const key = cell('title') || cell('body')
    const known = articles.get(key)
    if (known) known.questions.push(...questions)
    else
      articles.set(key, {
        title,
        body: cell('body'),
        questions,
        language: cell('language') || null,
        source: `${name}#${title}`,
      })
  }
  return { ok: true, articles: [...articles.values()] }
}

function columnsOf(head: readonly string[]): Partial<Record<Column, number>> {
  const names = head.map((cell) => cell.trim().toLowerCase())
  return Object.fromEntries(
    (Object.keys(COLUMNS) as Column[]).flatMap((column) => {
      const index = names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name))
      return index === -1 ? [] : [[column, index]]
    }),
  )
}
