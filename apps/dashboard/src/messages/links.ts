export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

/**
 * Addresses with a scheme, `www.…`, and e-mail addresses. Nothing else ever becomes a link. The parts of a mail address are as
 * long as they may be and no longer: a text made to have many beginnings of one must not keep the browser busy.
 */
const LINK =
  /\bhttps?:\/\/[^\s<>"]+|\bwww\.[^\s<>"]+\.[^\s<>"]+|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b/gi
const MAX_LINKS = 50
const PUNCTUATION = ".,:;!?'’”"

/** Splits a text into words and safe links; joined again, the parts are the text to the byte. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  let links = 0
  for (const match of text.matchAll(LINK)) {
    if (++links > MAX_LINKS) break
    const found = withoutTrailingPunctuation(match[0])
    const href = hrefOf(found)
    if (href === null) continue
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'link', text: found, href })
    end = match.index + found.length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

/** A full stop ends the sentence, not the address; a bracket belongs to it only if it was opened there. */
function withoutTrailingPunctuation(link: string): string {
  let unopened = count(link, ')') - count(link, '(')
  let end = link.length
  for (; end > 0; end--) {
    const last = link.charAt(end - 1)
    if (last === ')' && unopened > 0) unopened -= 1
    else if (!PUNCTUATION.includes(last)) break
  }
  return link.slice(0, end)
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1
}

function hrefOf(link: string): string | null {
  if (/^https?:/i.test(link)) return safeHref(link)
  if (/^www\./i.test(link)) return safeHref(`https://${link}`)
  return safeHref(`mailto:${link}`)
}

const SAFE_PROTOCOLS = ['https:', 'http:', 'mailto:', 'tel:']

/** The address if a click on it can do no harm; a message is other people's text. */
export function safeHref(value: string): string | null {
  const url = URL.parse(value)
  return url !== null && SAFE_PROTOCOLS.includes(url.protocol) ? url.href : null
}
