import { ChatError } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { isUnavailable, translateDatabaseError } from './errors.ts'

const withCode = (code: string) => Object.assign(new Error('from PostgreSQL'), { code })

test.each([
  ['57P01', 'the session was ended'],
  ['57014', 'the statement took too long'],
  ['53100', 'the disk is full'],
  ['53300', 'too many connections'],
  ['58030', 'the disk cannot be read'],
  ['25006', 'a standby answers'],
  ['25P03', 'the transaction was given up'],
  ['ECONNREFUSED', 'nobody listens'],
])('[DL8] %s: %s, and may be tried again', (code) => {
  expect(translateDatabaseError(withCode(code))).toMatchObject({
    code: 'database_unavailable',
    retryable: true,
    retryAfterMs: expect.any(Number),
  })
  expect(isUnavailable(withCode(code))).toBe(true)
})

test.each(['55P03', '40P01', '40001'])(
  '[DL8] %s: somebody else holds the row, and may be tried again',
  (code) => {
    const error = translateDatabaseError(withCode(code))
    expect(error).toMatchObject({ code: 'busy', retryable: true, retryAfterMs: expect.any(Number) })
    expect(isUnavailable(withCode(code))).toBe(false)
  },
)

test('[DL8] what is nobody’s outage stays what it is', () => {
  const errors = [withCode('23505'), withCode('22P02'), new ChatError('not_found'), new Error('a bug')]
  const missingFile = Object.assign(withCode('ENOENT'), { path: '/no/such/file' })
  for (const error of [...errors, missingFile]) expect(translateDatabaseError(error)).toBe(error)
})
