import { describe, expect, it } from 'vitest'
import { withAttributes, withIdentity } from './session-facts.ts'

describe('who the page says the visitor is', () => {
  it('a token, or an id with its hash, is proof', () => {
    expect(withIdentity({}, { token: 't' }).identity).toEqual({ token: 't' })
    expect(withIdentity({}, { id: 'u1', hash: 'h', name: 'Vera' })).toMatchObject({
      identity: { id: 'u1', hash: 'h' },
      visitor: { name: 'Vera' },
    })
  })

  it('an id alone proves nothing', () => {
    expect(withIdentity({}, { id: 'u1', email: 'vera@example.com' })).toEqual({
      visitor: { email: 'vera@example.com' },
    })
  })

  it('attributes add up; name, e-mail and phone have their own places', () => {
    const first = withAttributes({}, { plan: 'pro', name: 'Vera' })
    expect(withAttributes(first, { seats: 3, phone: '+49 89 1', plan: 'max' })).toEqual({
      visitor: { name: 'Vera', phone: '+49 89 1', attributes: { plan: 'max', seats: 3 } },
    })
  })

  it('what is no object says nothing', () => {
    expect(withIdentity({}, 'root')).toEqual({ visitor: {} })
    expect(withAttributes({}, ['a'])).toEqual({ visitor: {} })
  })
})
