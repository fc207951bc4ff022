import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const TEXT = readFileSync(join(ROOT, 'docs/security/asvs.md'), 'utf8')
const LIMITS = readFileSync(join(ROOT, 'docs/security/limits.md'), 'utf8')

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they are its first ones. */
const SECTIONS: Record<string, number[]> = {
  V1: [2, 9, 11, 3, 2],
  V2: [3, 3, 4, 1],
  V3: [0, 2, 4, 6, 5, 0, 2],
  V4: [3, 1, 2, 4],
  V5: [1, 3, 2, 3],
  V6: [3, 12, 4, 4, 5, 3, 0, 4],
  V7: [3, 4, 2, 5, 2, 2],
  V8: [2, 3, 1, 1],
  V9: [3, 4],
  V10: [2, 2, 4, 11, 5, 2, 3],
  V11: [2, 3, 3, 4, 1, 1],
  V12: [3, 2, 4],
  V13: [1, 5, 2, 5],
  V14: [2, 4, 3],
  V15: [3, 3, 7],
  V16: [1, 5, 4, 3, 3],
  V17: [1, 4, 2],
}
const ALL = Object.entries(SECTIONS).flatMap(([chapter, counts]) =>
  counts.flatMap((count, section) =>
    Array.from({ length: count }, (_, at) => `${chapter}.${section + 1}.${at + 1}`),
  ),
)

const ROWS = TEXT.split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))

/** `V1.2.6–8, V1.3.1` names four. */
function named(cell: string): string[] {
  return cell.split(', ').flatMap((part) => {
    const [, section = '', first, last] = /^(V\d+\.\d+)\.(\d+)(?:–(\d+))?$/.exec(part) ?? []
    const [from, to] = [Number(first), Number(last ?? first)]
    return Array.from({ length: to - from + 1 }, (_, at) => `${section}.${from + at}`)
  })
}

test('every requirement of levels 1 and 2 has one line, with a state', () => {
  expect(ALL).toHaveLength(253)
  expect(ROWS.flatMap(([ids = '']) => named(ids)).sort()).toEqual([...ALL].sort())
  for (const [ids, state] of ROWS) expect(['yes', 'in part', 'no', 'operator', 'none'], ids).toContain(state)
})

test('every limit that can be set has a line, and every line a test', () => {
  const lines = LIMITS.split('\n').filter((line) => /^\| (?!abuse|-)/.test(line))
  for (const line of lines) expect(line).toMatch(/`\[[A-Z]{2}\d+\] [^`]+` \|$/)
  const settings = readFileSync(join(ROOT, 'apps/server/src/limits/abuse-limits.ts'), 'utf8')
  const names = [...settings.matchAll(/^ {2}(\w+): most\(/gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !LIMITS.includes(`\`${name}\``))).toEqual([])
})

test('every test that is named exists', () => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  })
  const tests = listed
    .toString()
    .split('\n')
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file) && !file.endsWith('asvs.test.ts'))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n')
  const cited = [...`${TEXT}${LIMITS}`.matchAll(/`(\[[A-Z]{2}\d+\] [^`]+)`/g)].map(([, title = '']) => title)
  expect(cited.length).toBeGreaterThan(90)
  expect(cited.filter((title) => !tests.includes(title))).toEqual([])
})
