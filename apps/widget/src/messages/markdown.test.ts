import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inlineParts, readBlocks } from './markdown.ts'

describe('the part of Markdown that messages may use', () => {
  it('[WD5] bold, italic, struck, code and links', () => {
    expect(inlineParts('**Hi** *you* _there_ ~~no~~ `a*b*` [here](https://a.example)')).toEqual([
      { kind: 'strong', text: 'Hi' },
      { kind: 'plain', text: ' ' },
      { kind: 'em', text: 'you' },
      { kind: 'plain', text: ' ' },
      { kind: 'em', text: 'there' },
      { kind: 'plain', text: ' ' },
      { kind: 'strike', text: 'no' },
      { kind: 'plain', text: ' ' },
      { kind: 'code', text: 'a*b*' },
      { kind: 'plain', text: ' ' },
      { kind: 'link', text: 'here', href: 'https://a.example' },
    ])
  })

  it('[WD5] leaves sums and names alone', () => {
    for (const text of ['2 * 3 * 4', 'snake_case_name', '5*6*7', '** not **', 'a ~ b ~ c', '[x] (y)'])
      expect(inlineParts(text)).toEqual([{ kind: 'plain', text }])
  })

  it('[WD5] lists, quotes and code in blocks', () => {
    expect(readBlocks('Do:\n1. one\n2. two\n- a\n> said\n> so\n```js\nlet **x**\n```\nend')).toEqual([
      { kind: 'words', text: 'Do:' },
      { kind: 'list', items: ['one', 'two'], from: 1 },
      { kind: 'list', items: ['a'], from: null },
      { kind: 'quote', text: 'said\nso' },
      { kind: 'code', text: 'let **x**' },
      { kind: 'words', text: 'end' },
    ])
  })

  it('[WD5] never loses a letter, whatever marks stand around it', () => {
    const signs = fc.constantFrom('X', ' ', '*', '_', '`', '~~', '[', '](', ')', '\n', '> ', '- ')
    fc.assert(
      fc.property(fc.array(signs), (parts) => {
        const words = parts.join('')
        const count = (of: unknown) => JSON.stringify(of).split('X').length
        expect(count(readBlocks(words))).toBe(count(words))
        expect(count(inlineParts(words))).toBe(count(words))
      }),
    )
  })
})
