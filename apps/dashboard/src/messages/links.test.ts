import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeHref, splitLinks } from './links.ts'

const links = (text: string) => splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []))

describe('links in a text', () => {
  test.each([
    ['See https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
    ['(https://example.com/a_(b))', ['https://example.com/a_(b)']],
    ['www.example.com, please', ['www.example.com']],
    ['Write to vera@example.com!', ['vera@example.com']],
    ['javascript:alert(1) data:text/html,x', []],
    ['one https://a.example/ two http://b.example', ['https://a.example/', 'http://b.example']],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected)
  })

  test('the parts are the text to the byte, and every link is safe', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('https://', 'www.', '.', ')', '(', 'a@b.c', ' ', '\n'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        const parts = splitLinks(text)
        expect(parts.map((part) => part.text).join('')).toBe(text)
        for (const part of parts) if (part.kind === 'link') expect(safeHref(part.href)).not.toBeNull()
      }),
    )
  })

  test.each(['a.', 'a@a.', 'www.', 'http://', '.', ')', 'a)', '(', 'a-', '@'])(
    '[SC7] the longest message of nothing but %s is split in no time',
    (piece) => {
      for (const start of ['', 'www.example.com/', 'a@b.c']) {
        const text = (start + piece.repeat(10_000)).slice(0, 10_000)
        const began = performance.now()
        expect(
          splitLinks(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text)
        // Its square would be seconds.
        expect(performance.now() - began).toBeLessThan(500)
      }
    },
  )

  test('an address that runs a script is refused', () => {
    expect(safeHref('javascript:alert(1)')).toBeNull()
    expect(safeHref(' JAVASCRIPT:alert(1)')).toBeNull()
    expect(safeHref('tel:+4930123456')).toBe('tel:+4930123456')
  })
})
