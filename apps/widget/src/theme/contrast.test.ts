import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accentOn, contrast } from './accent.ts'
import { parseColor, readableOn } from './contrast.ts'

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('colours', () => {
  it('reads short and long forms', () => {
    expect(parseColor('#1a7')).toEqual([0x11, 0xaa, 0x77])
    expect(parseColor('#1A73E8')).toEqual([0x1a, 0x73, 0xe8])
  })

  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2)
  })

  it('[WG1] writes on every colour so that it can be read', () => {
    fc.assert(fc.property(color, (background) => contrast(readableOn(background), background) >= 4.5))
  })

  it('makes of every colour one that can be read on light and on dark, and leaves good ones alone', () => {
    fc.assert(
      fc.property(color, fc.constantFrom('#ffffff', '#f1f3f6', '#262a31'), (accent, surface) => {
        expect(contrast(accentOn(surface, accent), surface)).toBeGreaterThanOrEqual(4.5)
      }),
    )
    expect(accentOn('#ffffff', '#174ea6')).toBe('#174ea6')
  })
})
