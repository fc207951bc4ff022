import { describe, expect, test } from 'vitest'
import { KEYMAP, meaningOf, type Press } from './keymap.ts'

function press(key: string, more: Partial<Press> = {}): Press {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : ''
  return { key, code, alt: false, mod: false, shift: false, typing: false, ...more }
}

describe('[AW6] a key', () => {
  test('is a command where nobody is typing, and a letter where somebody is', () => {
    expect(meaningOf(press('t'), null)).toBe('conversation.transfer')
    expect(meaningOf(press('t', { typing: true }), null)).toBeNull()
  })

  test('is a command with Alt also in the middle of a reply, whatever character a Mac makes of it', () => {
    expect(meaningOf(press('t', { alt: true, typing: true }), null)).toBe('conversation.transfer')
    expect(meaningOf(press('†', { code: 'KeyT', alt: true, typing: true }), null)).toBe(
      'conversation.transfer',
    )
  })

  test('belongs to the browser with Ctrl, apart from the palette', () => {
    expect(meaningOf(press('t', { mod: true }), null)).toBeNull()
    expect(meaningOf(press('k', { mod: true, typing: true }), null)).toBe('palette')
    expect(meaningOf(press('@', { code: 'KeyQ', alt: true, mod: true, typing: true }), null)).toBeNull()
  })

  test('can be the second of two', () => {
    expect(meaningOf(press('g'), null)).toEqual({ startOf: 'g' })
    expect(meaningOf(press('c'), 'g')).toBe('go.closed')
    expect(meaningOf(press('x'), 'g')).toBeNull()
  })

  test('? shows them all', () => {
    expect(meaningOf(press('?', { shift: true }), null)).toBe('keys')
    expect(meaningOf(press('?', { shift: true, typing: true }), null)).toBeNull()
  })

  test('is never given twice, nor hidden behind the start of a sequence', () => {
    const all: string[] = Object.values(KEYMAP)
    expect(new Set(all).size).toBe(all.length)
    const starts = new Set(all.filter((keys) => keys.includes(' ')).map((keys) => keys[0]))
    expect(all.filter((keys) => starts.has(keys))).toEqual([])
  })
})
