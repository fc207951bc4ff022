import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const RULE = /\[([A-Z]{2}\d+)\]/g

function rulesIn(text: string): Set<string> {
  return new Set([...text.matchAll(RULE)].map((match) => match[1] as string))
}

test('every rule of docs/rules.md is cited by a test, and no test cites a rule that is not there', () => {
  const written = rulesIn(readFileSync(join(ROOT, 'docs/rules.md'), 'utf8'))
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  })
  const tests = listed
    .toString()
    .split('\n')
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file) && !file.endsWith('rules.test.ts'))
  const titles = tests.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => /['"`].*\[[A-Z]{2}\d+\]/.test(line)),
  )
  const cited = rulesIn(titles.join('\n'))
  expect([...written].filter((rule) => !cited.has(rule))).toEqual([])
  expect([...cited].filter((rule) => !written.has(rule))).toEqual([])
})
