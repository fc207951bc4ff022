/** The small part of Markdown that a chat needs, read into data: nothing is ever made into HTML. */

export type Block =
  | { kind: 'words' | 'quote' | 'code'; text: string }
  | { kind: 'list'; items: string[]; from: number | null }

export type InlinePart =
  | { kind: 'plain' | 'strong' | 'em' | 'strike' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string }

const FENCE = /^```[^\n]*\n([\s\S]*?)\n?```$/m
const ITEM = /^\s{0,3}(?:[-*•]|(\d{1,9})[.)])\s+(.*)$/

/** Code, lists and quotes, and between them words with their line breaks. */
export function readBlocks(text: string): Block[] {
  const fence = FENCE.exec(text)
  if (fence) {
    const before = text.slice(0, fence.index).replace(/\n$/, '')
    const after = text.slice(fence.index + fence[0].length).replace(/^\n/, '')
    return [...readLines(before), { kind: 'code', text: fence[1] ?? '' }, ...(after ? readBlocks(after) : [])]
  }
  return readLines(text)
}

function readLines(text: string): Block[] {
  const blocks: Block[] = []
  if (text === '') return blocks
  for (const line of text.split('\n')) {
    const last = blocks.at(-1)
    const item = ITEM.exec(line)
    const quote = /^>\s?(.*)$/.exec(line)
    if (item) {
      const numbered = item[1] !== undefined
      const [, number, words = ''] = item
      if (last?.kind === 'list' && (last.from !== null) === numbered) last.items.push(words)
      else blocks.push({ kind: 'list', items: [words], from: numbered ? Number(number) : null })
    } else if (quote) {
      const [, words = ''] = quote
      if (last?.kind === 'quote') last.text += `\n${words}`
      else blocks.push({ kind: 'quote', text: words })
    } else if (last?.kind === 'words') last.text += `\n${line}`
    else blocks.push({ kind: 'words', text: line })
  }
  return blocks
}

/** Marks stand at the edge of words: `2 * 3 * 4` and `snake_case_name` have none. */
const MARK = new RegExp(
  [
    /`([^`\n]+)`/,
    /\[([^\]\n]+)\]\(([^)\s]+)\)/,
    /\*\*(?=\S)([^\n]*?\S)\*\*/,
    /~~(?=\S)([^\n]*?\S)~~/,
    /(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])/,
    /(?<!\w)_(?=[^\s_])([^_\n]*?[^\s_])_(?!\w)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

export function inlineParts(text: string): InlinePart[] {
  const parts: InlinePart[] = []
  let from = 0
  for (const found of text.matchAll(MARK)) {
    if (found.index > from) parts.push({ kind: 'plain', text: text.slice(from, found.index) })
    parts.push(partOf(found))
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ kind: 'plain', text: text.slice(from) })
  return parts
}

function partOf([whole, code, label, href, strong, strike, star, line]: RegExpMatchArray): InlinePart {
  if (code !== undefined) return { kind: 'code', text: code }
  if (label !== undefined) return { kind: 'link', text: label, href: href ?? '' }
  if (strong !== undefined) return { kind: 'strong', text: strong }
  if (strike !== undefined) return { kind: 'strike', text: strike }
  return { kind: 'em', text: star ?? line ?? whole }
}
