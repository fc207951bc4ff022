import { describe, expect, it } from 'vitest'
import { statusOf } from './uploads.ts'

const LIMIT_BYTES = 10 * 1024 * 1024

describe('a chosen file', () => {
  it('[UP1] is refused before it is sent when it is too large or empty', () => {
    expect(statusOf({ size: LIMIT_BYTES })).toEqual({ name: 'sending', share: 0 })
    expect(statusOf({ size: LIMIT_BYTES + 1 })).toEqual({ name: 'refused', reason: 'tooLarge' })
    expect(statusOf({ size: 0 })).toEqual({ name: 'refused', reason: 'empty' })
  })
})
