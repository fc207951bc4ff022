import { memoryStorage } from '@biometrics/chat-client'
import { describe, expect, test } from 'vitest'
import { createDrafts, EMPTY_DRAFT } from './drafts.ts'

describe('drafts', () => {
  test('are kept for each conversation and each agent', () => {
    const storage = memoryStorage()
    createDrafts(storage, 'ana').save('one', { mode: 'note', reply: 'Hello', note: 'Ask Ben' })
    const afterReload = createDrafts(storage, 'ana')
    expect(afterReload.load('one')).toMatchObject({ mode: 'note', reply: 'Hello', note: 'Ask Ben' })
    expect(afterReload.load('two')).toEqual(EMPTY_DRAFT)
    expect(createDrafts(storage, 'ben').load('one')).toEqual(EMPTY_DRAFT)
  })

  test('an empty draft leaves nothing behind', () => {
    const storage = memoryStorage()
    const drafts = createDrafts(storage, 'ana')
    drafts.save('one', { mode: 'reply', reply: 'x', note: '' })
    drafts.save('one', EMPTY_DRAFT)
    expect(storage.keys()).toEqual([])
  })

  test('beyond a hundred the oldest go', () => {
    const storage = memoryStorage()
    let now = 0
    const drafts = createDrafts(storage, 'ana', () => ++now)
    for (let n = 0; n < 105; n++) drafts.save(`c${n}`, { mode: 'reply', reply: `text ${n}`, note: '' })
    expect(storage.keys()).toHaveLength(100)
    expect(drafts.load('c4')).toEqual(EMPTY_DRAFT)
    expect(drafts.load('c104').reply).toBe('text 104')
  })

  test('what somebody else wrote under the key is no draft', () => {
    const storage = memoryStorage()
    storage.set('biometrics-chat:draft:ana:one', '{"reply":5')
    expect(createDrafts(storage, 'ana').load('one')).toEqual(EMPTY_DRAFT)
  })
})
