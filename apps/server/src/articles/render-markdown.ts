const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => NAMED[character] as string)
}

/**
 * The Markdown that articles are written in, as HTML: headings, paragraphs, lists, quotes, code, pictures, links, bold and
 * italics. HTML in it is shown as text; addresses are https, http, mailto, tel or of this server.
 */
export function renderMarkdown(markdown: string): string {
  const lines = markdown.split(/\r?\n/)
  const html: string[] = []
  let at = 0

  while (at < lines.length) {
    const line = lines[at] as string
    const fence = line.startsWith('```')
    const heading = /^(#{1,6})\s+(.+?)\s*#*$/.exec(line)
    if (line.trim() === '') at += 1
    else if (fence) {
      const body = takeWhile(at + 1, (one) => !one.startsWith('```'))
      html.push(`<pre><code>${escapeHtml(body.join('\n'))}</code></pre>`)
      at += body.length + 2
    } else if (heading) {
      // The page's own title is the only heading of the first rank.
      const rank = Math.min(6, Math.max(2, (heading[1] as string).length))
      html.push(`<h${rank}>${inline(heading[2] as string)}</h${rank}>`)
      at += 1
    } else if (/^(?:-{3,}|\*{3,})\s*$/.test(line)) {
      html.push('<hr>')
      at += 1
    } else if (line.startsWith('>')) {
      const quoted = takeWhile(at, (one) => one.startsWith('>'))
      html.push(
        `<blockquote>${renderMarkdown(quoted.map((one) => one.replace(/^>\s?/, '')).join('\n'))}</blockquote>`,
      )
      at += quoted.length
    } else if (BULLET.test(line)) at += list('ul', BULLET)
    else if (NUMBER.test(line)) at += list('ol', NUMBER)
    else {
      const words = takeWhile(at, (one, index) => one.trim() !== '' && (index === 0 || !BLOCK.test(one)))
      html.push(`<p>${words.map(inline).join('<br>')}</p>`)
      at += words.length
    }
  }
  return html.join('\n')

  function takeWhile(from: number, fits: (line: string, index: number) => boolean): string[] {
    let end = from
    while (end < lines.length && fits(lines[end] as string, end - from)) end += 1
    return lines.slice(from, end)
  }

  function list(tag: 'ul' | 'ol', item: RegExp): number {
    const taken = takeWhile(at, (one) => item.test(one) || /^\s{2,}\S/.test(one))
    const items: string[] = []
    for (const one of taken) {
      if (item.test(one)) items.push(inline(one.replace(item, '')))
      else items.push(`${items.pop() ?? ''}<br>${inline(one.trim())}`)
    }
    html.push(`<${tag}>${items.map((one) => `<li>${one}</li>`).join('')}</${tag}>`)
    return taken.length
  }
}

const BULLET = /^\s{0,3}[-*+]\s+/
const NUMBER = /^\s{0,3}\d{1,9}[.)]\s+/
const BLOCK = /^(?:#{1,6}\s|```|>|\s{0,3}[-*+]\s|\s{0,3}\d{1,9}[.)]\s)/
const SAFE = /^(?:https?:|mailto:|tel:|\/(?!\/)|#)/i
const PART =
  /`([^`]+)`|(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)|\*\*(?=\S)(.+?)\*\*|(?<!\w)[*_](?=\S)([^*_]+)[*_](?!\w)|(https?:\/\/[^\s<>"')\]]+)/g

function inline(text: string): string {
  let html = ''
  let end = 0
  for (const match of text.matchAll(PART)) {
    html += escapeHtml(text.slice(end, match.index)) + part(match)
    end = match.index + match[0].length
  }
  return html + escapeHtml(text.slice(end))
}

function part([all, code, picture, words, address, bold, italic, bare]: RegExpExecArray): string {
  if (code !== undefined) return `<code>${escapeHtml(code)}</code>`
  if (bold !== undefined) return `<strong>${inline(bold)}</strong>`
  if (italic !== undefined) return `<em>${inline(italic)}</em>`
  const url = bare ?? address ?? ''
  if (!SAFE.test(url)) return escapeHtml(all)
  if (picture) return `<img src="${escapeHtml(url)}" alt="${escapeHtml(words ?? '')}" loading="lazy">`
  return `<a href="${escapeHtml(url)}" rel="nofollow noopener">${bare ? escapeHtml(url) : inline(words ?? url)}</a>`
}
