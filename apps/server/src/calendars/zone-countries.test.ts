import { expect, test } from 'vitest'
import { zoneCountries } from './zone-countries.ts'

test.each([
  ['Europe/Berlin', 'DE'],
  ['Europe/Vienna', 'AT'],
  ['America/New_York', 'US'],
  ['Asia/Kolkata', 'IN'],
  ['Asia/Calcutta', 'IN'],
  ['Europe/Kyiv', 'UA'],
  ['Europe/Kiev', 'UA'],
  ['America/Curacao', 'CW'],
  ['UTC', null],
  ['+05:30', null],
  ['Mars/Olympus', null],
  [null, null],
])('[MX5] the clock of %s is in %s', async (zone, country) => {
  expect((await zoneCountries())(zone)).toBe(country)
})
