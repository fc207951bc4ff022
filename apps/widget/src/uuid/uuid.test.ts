import { validate, version } from 'uuid'
import { describe, expect, it } from 'vitest'
import { v7 } from './uuid.ts'

describe('the small uuid', () => {
  it('makes what the package calls version 7, each another', () => {
    const made = Array.from({ length: 1_000 }, v7)
    expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true)
    expect(new Set(made).size).toBe(made.length)
  })

  it('grows with time', () => {
    const before = Date.now()
    const time = Number.parseInt(v7().replace('-', '').slice(0, 12), 16)
    expect(time).toBeGreaterThanOrEqual(before)
    expect(time).toBeLessThanOrEqual(Date.now())
  })
})
