import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test.each([
  [
    'See [the shop](https://shop.example.com/a_b "Shop") now',
    'See the shop (https://shop.example.com/a_b) now',
  ],
  ['[https://a.example](https://a.example)', 'https://a.example'],
  ['![A reader](https://a.example/r.png) **bold**', 'A reader bold'],
  [
    '[one](https://a.example) and [two](https://b.example)',
    'one (https://a.example) and two (https://b.example)',
  ],
])('[BT3] %s becomes words with their addresses', (markdown, words) => {
  expect(plainText(markdown)).toBe(words)
})

test.each(['[a](', '[', '[a', '](', '![', '![a](', '[a](b '])(
  '[SC7] a long text of nothing but %s holds up nobody',
  (piece) => {
    const began = performance.now()
    plainText(piece.repeat(5_000))
    // Its cube would be minutes.
    expect(performance.now() - began).toBeLessThan(2_000)
  },
)
