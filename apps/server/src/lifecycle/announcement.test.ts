import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { type Announced, announcement } from './announcement.ts'

const url = 'http://localhost:53054'
const setupLink = `${url}/setup?token=abc`
const read = (announced: Announced) => stripVTControlCharacters(announcement(announced))

test('a new installation is given the one-time link, the demo page and the snippet', () => {
  const text = read({ url, setupLink })
  expect(text).toContain(`Dashboard  ${setupLink}\n             This link works once`)
  expect(text).toContain(`Demo page  ${url}/demo`)
  expect(text).toContain(`<script src="${url}/widget.js" async></script>`)
})

test('one with an admin is given the address of the dashboard', () => {
  const text = read({ url, setupLink: null })
  expect(text).toContain(`Dashboard  ${url}\n`)
  expect(text).not.toContain('works once')
})

test('a demo names who can sign in, not a link that works no more', () => {
  const accounts = [{ name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }]
  const text = read({ url, setupLink, accounts })
  expect(text).toContain('ada@example.com with the password correct horse battery')
  expect(text).not.toContain('/setup')
})
