import { expect, test } from 'vitest'
import { atQueryAt, searchNames } from './names.ts'

test.each([
  ['@', 1, { start: 0, query: '' }],
  ['ask @an', 7, { start: 4, query: 'an' }],
  ['(@ben o', 7, { start: 1, query: 'ben o' }],
  ['@an is here', 3, { start: 0, query: 'an' }],
  ['ana@exa', 7, null],
  ['@ben ok and', 11, null],
  ['no sign', 7, null],
])('[AW4] %s at %i asks for a name', (text, caret, asked) => {
  expect(atQueryAt(text, caret)).toEqual(asked)
})

test('[AW4] names are found by the beginning of their words', () => {
  const people = ['Ben Okafor', 'Olga Benn', 'Ana', 'Zoë Ben'].map((name) => ({ name }))
  const names = (query: string) => searchNames(people, query).map(({ name }) => name)
  expect(names('be')).toEqual(['Ben Okafor', 'Olga Benn', 'Zoë Ben'])
  expect(names('ben o')).toEqual(['Ben Okafor'])
  expect(names('')).toHaveLength(4)
  expect(names('x')).toEqual([])
})
