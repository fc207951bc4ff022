import { memoryStorage } from '@biometrics/chat-client'
import { expect, test } from 'vitest'
import { createPreferences, DEFAULTS } from './preferences.ts'

test('[AW8] what was chosen is kept, and every kind of event has a choice of its own', () => {
  const storage = memoryStorage()
  const preferences = createPreferences(storage)
  expect(preferences.current).toEqual(DEFAULTS)
  preferences.change({ sound: { ...DEFAULTS.sound, queued: 'always' }, volume: 0.2 })
  expect(createPreferences(storage).current).toEqual({
    ...DEFAULTS,
    sound: { ...DEFAULTS.sound, queued: 'always' },
    volume: 0.2,
  })
})

test('what cannot be understood is as if it had never been chosen', () => {
  for (const stored of [
    'nonsense',
    'null',
    '7',
    '{"sound":{"assigned":"loud"},"desktop":[],"tune":"horn","volume":9}',
  ]) {
    const storage = memoryStorage()
    storage.set('biometrics-chat:preferences', stored)
    expect(createPreferences(storage).current, stored).toEqual(DEFAULTS)
  }
})
