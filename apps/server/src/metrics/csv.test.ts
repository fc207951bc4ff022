import { expect, test } from 'vitest'
import { writeCsv } from './csv.ts'

test('[MX5] what begins like a formula is text in a spreadsheet; quotes, commas and lines stay in their cell', () => {
  const cells = [
    '=1+1',
    '+49 30',
    '-2',
    '@sum',
    '\t=1',
    'a=1',
    'He said "no"',
    'a,b',
    'a\nb',
    ' a',
    'Grüße',
    '',
  ]
  expect(writeCsv([cells, [1, -2, 0.5, true, null]])).toBe(
    `\uFEFF"'=1+1","'+49 30","'-2","'@sum","'\t=1",a=1,"He said ""no""","a,b","a\nb"," a",Grüße,\r\n1,-2,0.5,true,\r\n`,
  )
})
