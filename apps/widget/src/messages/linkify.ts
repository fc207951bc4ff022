export type TextPart = { text: string; href?: string }

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"]{1,2048}|[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+/gi
const TRAILING = /[.,;:!?'"…»”’\])}]+$/

/** Cuts a text into what is a link and what is not. Only http, https and mail addresses become links. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const found of text.matchAll(LINK)) {
    const link = withoutTrailing(found[0])
    const href = hrefOf(link)
    if (!href) continue
    if (found.index > from) parts.push({ text: text.slice(from, found.index) })
    parts.push({ text: link, href })
    from = found.index + link.length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

function hrefOf(link: string): string | undefined {
  if (/^(https?:|www\.)/i.test(link)) {
    return parse(link.includes('://') ? link : `https://${link}`)?.href
  }
  return `mailto:${link}`
}

/** The full stop after an address belongs to the sentence; a closing bracket only if the address did not open it. */
function withoutTrailing(link: string): string {
  const tail = TRAILING.exec(link)?.[0] ?? ''
  let end = link.length - tail.length
  for (const sign of tail) {
    const closes = sign === ')' && count(link.slice(0, end), '(') > count(link.slice(0, end), ')')
    if (!closes) break
    end += 1
  }
  return link.slice(0, end)
}

const count = (text: string, sign: string) => text.split(sign).length - 1

const SAFE_PROTOCOLS = ['https:', 'http:', 'mailto:', 'tel:']

/** An address that a button of a card may lead to; anything else, such as a script, leads nowhere. */
export function safeHref(address: string): string | undefined {
  const url = parse(address)
  return url && SAFE_PROTOCOLS.includes(url.protocol) ? url.href : undefined
}

function parse(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}
