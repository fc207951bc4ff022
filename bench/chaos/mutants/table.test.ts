import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RULES } from '../check/violation.ts'
import { WORKLOADS } from '../play/workloads.ts'
import { mutantTable } from './table.ts'

const DOCUMENT = path.join(import.meta.dirname, '../../../docs/reliability.md')

test('docs/reliability.md names every mutant, every rule and every workload', () => {
  const text = readFileSync(DOCUMENT, 'utf8')
  expect(text).toContain(mutantTable())
  for (const rule of Object.keys(RULES)) expect(text).toContain(`\n${rule}. `)
  for (const { name } of WORKLOADS) expect(text).toContain(`\n| ${name} | `)
})
