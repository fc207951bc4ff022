import { expect, test } from 'vitest'
import { keepAddress } from './kept-address.ts'

test.each([
  ['203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['no address', null, null],
])('of %s is kept %s, shortened %s, or nothing', (address, full, short) => {
  expect(keepAddress(address, 'full')).toBe(full)
  expect(keepAddress(address, 'short')).toBe(short)
  expect(keepAddress(address, 'none')).toBeNull()
})
