import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkify, safeHref } from './linkify.ts'

const hrefs = (text: string) => linkify(text).flatMap(({ href }) => href ?? [])

describe('links in a text', () => {
  it('finds web and mail addresses', () => {
    expect(linkify('See https://a.example/b?c=d#e or www.b.example, or ask hi@c.example!')).toEqual([
      { text: 'See ' },
      { text: 'https://a.example/b?c=d#e', href: 'https://a.example/b?c=d#e' },
      { text: ' or ' },
      { text: 'www.b.example', href: 'https://www.b.example/' },
      { text: ', or ask ' },
      { text: 'hi@c.example', href: 'mailto:hi@c.example' },
      { text: '!' },
    ])
  })

  it('leaves the punctuation to the sentence, and brackets to whom they belong', () => {
    expect(hrefs('(https://a.example/x).')).toEqual(['https://a.example/x'])
    expect(hrefs('https://a.example/x_(y)')).toEqual(['https://a.example/x_(y)'])
    expect(hrefs('„https://a.example/x“, „https://a.example/y”.')).toContain('https://a.example/y')
  })

  it('makes no link of anything that could run', () => {
    expect(hrefs('javascript:alert(1) data:text/html,x vbscript:x file:///etc http://')).toEqual([])
  })

  it('[SC7] takes no time over the longest text of nothing but punctuation', () => {
    const LENGTH = 10_000
    const half = LENGTH / 2 - 10
    for (const text of [
      `www.a${'.'.repeat(LENGTH - 6)}x`,
      `www.a${'('.repeat(half)}${')'.repeat(half)}`,
      `www.a${').'.repeat(half)}x`,
      `www.a${'('.repeat(1_000)}${')'.repeat(1_000)} `.repeat(5),
    ]) {
      const began = performance.now()
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
      // Its square took seconds on a busy machine.
      expect(performance.now() - began).toBeLessThan(300)
    }
  })

  it('never loses a letter', () => {
    const text = fc.array(
      fc.constantFrom('https://', 'www.', 'a.b', '@', ' ', '(', ')', '.', ',', 'ä', '😀', '\n'),
    )
    fc.assert(
      fc.property(text, (parts) => {
        expect(
          linkify(parts.join(''))
            .map((part) => part.text)
            .join(''),
        ).toBe(parts.join(''))
      }),
    )
  })
})

describe('addresses behind buttons', () => {
  it('lead to the web, mail and telephone only', () => {
    expect(safeHref('tel:+49891234')).toBe('tel:+49891234')
    expect(safeHref('http://a.example')).toBe('http://a.example/')
    expect(safeHref('javascript:alert(1)')).toBeUndefined()
    expect(safeHref('not an address')).toBeUndefined()
  })
})
