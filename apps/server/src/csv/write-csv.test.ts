import { expect, test } from 'vitest'
import { withoutGuard, writeCsv } from './write-csv.ts'

test('[MX5] what begins like a formula is text in a spreadsheet; quotes, commas and lines stay in their cell', () => {
  const cells = [
    '=1+1',
    '+49 30',
    '-2',
    '@sum',
    '\t=1',
    '  =1',
    'a=1',
    'He said "no"',
    'a,b',
    'a\nb',
    ' a',
    'Grüße',
    '',
  ]
  expect(writeCsv([cells, [1, -2, 0.5, true, null]])).toBe(
    `\uFEFF"'=1+1","'+49 30","'-2","'@sum","'\t=1","'  =1",a=1,"He said ""no""","a,b","a\nb"," a",Grüße,\r\n1,-2,0.5,true,\r\n`,
  )
})

test('what was made harmless can be read as it was', () => {
  for (const value of ['=1+1', '  =1', '\t', "'s", 'a=1', '']) {
    const guarded = writeCsv([[value]])
      .slice(1, -2)
      .replace(/^"|"$/g, '')
    expect(withoutGuard(guarded)).toBe(value)
  }
})
