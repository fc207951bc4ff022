import { describe, expect, it } from 'vitest'
import { statusOf } from './uploads.ts'

const LIMIT_BYTES = 10 * 1024 * 1024

describe('a chosen file', () => {
  it('[UP1] [WD6] is refused before it is sent when it is too large or empty', () => {
    expect(statusOf({ size: LIMIT_BYTES, type: '' })).toEqual({ name: 'sending', share: 0 })
    expect(statusOf({ size: LIMIT_BYTES + 1, type: 'video/mp4' })).toEqual({
      name: 'refused',
      reason: 'tooLarge',
    })
    expect(statusOf({ size: 0, type: 'image/png' })).toEqual({ name: 'refused', reason: 'empty' })
  })

  it('[WD6] is not refused for its size when it is a picture, which can be made smaller', () => {
    const large = { size: LIMIT_BYTES + 1, type: 'image/jpeg' }
    expect(statusOf(large)).toEqual({ name: 'sending', share: 0 })
    expect(statusOf({ ...large, type: 'image/gif' })).toMatchObject({ name: 'refused' })
  })
})
