import { describe, expect, test } from 'vitest'
import { dayOf, parseQuery } from './parse-query.ts'

const word = (text: string) => ({ text, isPhrase: false, isExcluded: false })

describe('[AW7] what is typed into the search', () => {
  test.each([
    ['two words', [word('two'), word('words')]],
    ['"in this order" soon', [{ ...word('in this order'), isPhrase: true }, word('soon')]],
    ['"never closed', [{ ...word('never closed'), isPhrase: true }]],
    ['-refund', [{ ...word('refund'), isExcluded: true }]],
    ['-"no thanks"', [{ text: 'no thanks', isPhrase: true, isExcluded: true }]],
    ['well-known https://example.com/a?b', [word('well-known'), word('https://example.com/a?b')]],
    ['... ! - ', []],
  ])('%s is words', (typed, terms) => {
    expect(parseQuery(typed)).toEqual({ terms, filters: [] })
  })

  test('filters stand beside words, with quotes where a value has spaces', () => {
    expect(parseQuery('from:"Ana Maria" parcel TAG:vip -is:closed')).toEqual({
      terms: [word('parcel')],
      filters: [
        { name: 'from', value: 'Ana Maria', isExcluded: false },
        { name: 'tag', value: 'vip', isExcluded: false },
        { name: 'is', value: 'closed', isExcluded: true },
      ],
    })
  })

  test.each(['from:', 'parcel from: ana', 'tag:""'])('%s names the filter that says nothing', (typed) => {
    expect(() => parseQuery(typed)).toThrow(/(from|tag): says nothing/)
  })

  test('a day may be a month or a year, and must be there', () => {
    expect(['2026', '2026-03', '2026-03-09'].map((value) => dayOf('before', value))).toEqual([
      '2026-01-01',
      '2026-03-01',
      '2026-03-09',
    ])
    for (const value of ['soon', '2026-02-30', '2026-13', '26']) {
      expect(() => dayOf('before', value)).toThrow(/before: must be a day/)
    }
  })
})
