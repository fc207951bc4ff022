import { afterEach, describe, expect, it, vi } from 'vitest'
import { browserStorage, memoryStorage } from './storage.ts'

afterEach(() => vi.unstubAllGlobals())

/** A `localStorage` as browsers have it: own keys are the stored ones. */
function fakeLocalStorage(refuse: () => boolean = () => false): Storage {
  const methods = {
    getItem: (key: string) => (Object.hasOwn(values, key) ? (values[key] ?? null) : null),
    setItem(key: string, value: string) {
      if (refuse()) throw new DOMException('full', 'QuotaExceededError')
      values[key] = value
    },
    removeItem: (key: string) => void delete values[key],
  }
  const values: Record<string, string> = Object.create(methods)
  return values as unknown as Storage
}

describe('the storage', () => {
  it('keeps values in the browser', () => {
    const local = fakeLocalStorage()
    vi.stubGlobal('localStorage', local)
    const storage = browserStorage()
    storage.set('a', '1')
    expect(browserStorage().get('a')).toBe('1')
    expect(storage.keys()).toEqual(['a'])
    storage.remove('a')
    expect(browserStorage().get('a')).toBeNull()
  })

  it('works where every access throws', () => {
    vi.stubGlobal('localStorage', undefined)
    const storage = browserStorage()
    storage.set('a', '1')
    expect([storage.get('a'), storage.keys()]).toEqual(['1', ['a']])
    storage.remove('a')
    expect(storage.get('a')).toBeNull()
  })

  it('keeps in memory what no longer fits, and forgets that copy once it does', () => {
    let full = true
    const local = fakeLocalStorage(() => full)
    vi.stubGlobal('localStorage', local)
    const storage = browserStorage()
    storage.set('a', '1')
    expect([storage.get('a'), local.getItem('a')]).toEqual(['1', null])
    full = false
    storage.set('a', '2')
    expect([storage.get('a'), local.getItem('a')]).toEqual(['2', '2'])
    expect(storage.keys()).toEqual(['a'])
  })

  it('runs one at a time under a name, and runs all the same where locks do not exist', async () => {
    const { exclusive } = browserStorage()
    const steps: string[] = []
    const run = (name: string) => async () => {
      steps.push(`${name} begins`)
      await Promise.resolve()
      steps.push(`${name} ends`)
      return name
    }
    expect(await Promise.all([exclusive?.('x', run('a')), exclusive?.('x', run('b'))])).toEqual(['a', 'b'])
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    vi.stubGlobal('navigator', {})
    expect(await exclusive?.('x', run('c'))).toBe('c')
    await expect(exclusive?.('x', () => Promise.reject(new Error('inside')))).rejects.toThrow('inside')
  })

  it('in memory belongs to one object', () => {
    const storage = memoryStorage()
    storage.set('a', '1')
    expect(memoryStorage().get('a')).toBeNull()
    expect(storage.get('a')).toBe('1')
  })
})
