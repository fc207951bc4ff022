import type { ImportedArticle } from './parse-markdown.ts'

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  copy: '©',
  euro: '€',
}
/** What is on every page of a site, and what nobody reads. */
const LEFT_OUT =
  /<(script|style|noscript|template|svg|nav|header|footer|aside|form|iframe)\b[^>]*>[\s\S]*?<\/\1\s*>/gi
const MAIN = /<(main|article)\b[^>]*>([\s\S]*)<\/\1\s*>/i

/** A saved web page: its title and the words of its main part, as Markdown. Nothing of it is ever shown as HTML. */
export function parsePage(name: string, html: string): ImportedArticle {
  const whole = html.replaceAll(/<!--[\s\S]*?-->/g, '')
  const language = /<html\b[^>]*\blang\s*=\s*["']?([A-Za-z-]+)/i.exec(whole)?.[1] ?? null
  const url = /<link\b[^>]*rel\s*=\s*["']?canonical["']?[^>]*href\s*=\s*["']([^"']+)/i.exec(whole)?.[1]
  const inner = (
    MAIN.exec(whole)?.[2] ??
    /<body\b[^>]*>([\s\S]*)<\/body/i.exec(whole)?.[1] ??
    whole
  ).replaceAll(LEFT_OUT, ' ')
  const heading = /<h1\b[^>]*>([\s\S]*?)<\/h1\s*>/i.exec(inner)
  const title = plain(heading?.[1] ?? /<title\b[^>]*>([\s\S]*?)<\/title/i.exec(whole)?.[1] ?? '') || name
  const body = markdownOf(heading ? inner.replace(heading[0], ' ') : inner)
  return { title, body, questions: [], language, source: url ?? name }
}

function markdownOf(html: string): string {
  return decode(
    html
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/<h([1-6])\b[^>]*>/gi, (_all, level: string) => `\n\n${'#'.repeat(Number(level))} `)
      .replaceAll(/<li\b[^>]*>/gi, '\n- ')
      .replaceAll(/<a\b[^>]*href\s*=\s*["'](https?:[^"']+)["'][^>]*>([\s\S]*?)<\/a\s*>/gi, '[$2]($1)')
      .replaceAll(/<\/?(?:b|strong)\b[^>]*>/gi, '**')
      .replaceAll(/<br\b[^>]*>/gi, '\n')
      .replaceAll(/<\/(?:p|div|section|h[1-6]|ul|ol|table|tr|dl|dd|dt|blockquote|pre)\s*>/gi, '\n\n')
      .replaceAll(/<[^>]*>/g, ''),
  )
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

function plain(html: string): string {
  return decode(html.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? all
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : '\ufffd'
  })
}
