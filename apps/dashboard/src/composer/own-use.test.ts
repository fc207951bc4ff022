import { memoryStorage } from '@biometrics/chat-client'
import { expect, test } from 'vitest'
import { countUse, usesOf } from './own-use.ts'

test('[AW3] counts what an agent takes, each for themselves', () => {
  const storage = memoryStorage()
  countUse(storage, 'ana', 'hi')
  countUse(storage, 'ana', 'hi')
  countUse(storage, 'ben', 'bye')
  expect(usesOf(storage, 'ana')).toEqual({ hi: 2 })
  expect(usesOf(storage, 'ben')).toEqual({ bye: 1 })
})

test('what cannot be understood counts as never used', () => {
  const storage = memoryStorage()
  for (const stored of ['nonsense', 'null', '7']) {
    storage.set('biometrics-chat:canned-use:ana', stored)
    expect(usesOf(storage, 'ana'), stored).toEqual({})
  }
  storage.set('biometrics-chat:canned-use:ana', '{"hi":"often","bye":3}')
  expect(usesOf(storage, 'ana')).toEqual({ bye: 3 })
})
