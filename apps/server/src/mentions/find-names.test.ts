import { expect, test } from 'vitest'
import { findNames } from './find-names.ts'

const people = ['Ana', 'Ana Maria', 'Ben Okafor', 'Ben Okafor', 'Zoë', ''].map((name, id) => ({
  id: String(id),
  name,
}))
const named = (text: string) => findNames(text, people).map(({ id }) => id)

test.each([
  ['@Ana, can you look?', ['0']],
  ['ask @ana maria or (@zoë)', ['1', '4']],
  ['@Ben Okafor!', ['2', '3']],
  ['@Anastasia and ana@example.com and @ and @Ben', []],
  ['@Ana @Ana', ['0']],
  ['@', []],
])('[AW4] %s names who is meant', (text, ids) => {
  expect(named(text)).toEqual(ids)
})
