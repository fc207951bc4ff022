/** An article as a file gave it. */
export interface ImportedArticle {
  title: string
  body: string
  questions: string[]
  language: string | null
  /** Names its origin. */
  source: string
}

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/
const HEADING = /^#{1,6}\s+(.+?)\s*#*\s*$/m
const QUESTIONS_HEADING = /^(?:questions|asked as|fragen|preguntas|domande|perguntas)$/i

/**
 * A file of Markdown. The title is `title:` of its front matter, else its first heading, else its name. Ways to ask are
 * `questions:` of the front matter, or a list under a heading "Questions".
 */
export function parseMarkdown(name: string, text: string): ImportedArticle {
  const front = FRONT_MATTER.exec(text)
  const facts = front ? readFacts(front[1] ?? '') : new Map<string, string[]>()
  let body = text.slice(front?.[0].length ?? 0).trim()
  const heading = HEADING.exec(body)
  const title = facts.get('title')?.[0] ?? heading?.[1] ?? plainName(name)
  if (heading && heading[1] === title && heading.index === 0) body = body.slice(heading[0].length).trim()
  const { rest, questions } = takeQuestions(body)
  return {
    title,
    body: rest,
    questions: [...(facts.get('questions') ?? []), ...questions],
    language: facts.get('language')?.[0] ?? null,
    source: name,
  }
}

/** `key: value` and lists of `- value`: all of YAML that such files need. */
function readFacts(text: string): Map<string, string[]> {
  const facts = new Map<string, string[]>()
  let key: string | null = null
  for (const line of text.split(/\r?\n/)) {
    const pair = /^([A-Za-z_]+):\s*(.*)$/.exec(line)
    const item = /^\s*-\s+(.*)$/.exec(line)
    if (pair?.[1] !== undefined) {
      key = pair[1].toLowerCase()
      facts.set(key, pair[2] ? [unquote(pair[2])] : [])
    } else if (item?.[1] !== undefined && key !== null) facts.get(key)?.push(unquote(item[1]))
  }
  return facts
}

function unquote(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2')
}

/** Takes the list under a heading "Questions" out of the text. */
function takeQuestions(body: string): { rest: string; questions: string[] } {
  const lines = body.split(/\r?\n/)
  const start = lines.findIndex((line) =>
    QUESTIONS_HEADING.test(/^#{1,6}\s+(.+?)\s*:?$/.exec(line)?.[1] ?? ''),
  )
  if (start === -1) return { rest: body, questions: [] }
  let end = start + 1
  const questions: string[] = []
  for (; end < lines.length && !/^#{1,6}\s/.test(lines[end] as string); end++) {
    const item = /^\s*[-*+]\s+(.+)$/.exec(lines[end] as string)
    if (item?.[1] !== undefined) questions.push(item[1].trim())
  }
  const rest = [...lines.slice(0, start), ...lines.slice(end)].join('\n').trim()
  return { rest, questions }
}

function plainName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? name
  return (
    base
      .replace(/\.[^.]+$/, '')
      .replaceAll(/[-_]+/g, ' ')
      .trim() || name
  )
}
