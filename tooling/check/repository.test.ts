import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { installed, ROOT, runProgram } from '../run-program.ts'

/** What the program says when it finds something, or nothing. */
async function complaints(program: string, args: string[]): Promise<string> {
  const { exitCode, output } = await runProgram(installed(program), args)
  return exitCode === 0 ? '' : output
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('types fit', async () => {
  expect(await complaints('tsc', ['-p', ROOT])).toBe('')
})

test('the linter finds nothing', async () => {
  expect(await complaints('oxlint', ['--format=unix'])).toBe('')
})

test('everything is formatted', async () => {
  expect(await complaints('biome', ['format', '.'])).toBe('')
})

test('a type error, a lint error and a badly formatted file are found', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'planted.ts')
  writeFileSync(file, 'export const port:number="80"\nexport function f() { debugger }\n')
  expect(await complaints('tsc', ['--ignoreConfig', '--noEmit', file])).toContain('TS2322')
  expect(await complaints('oxlint', ['--config', path.join(ROOT, '.oxlintrc.json'), file])).toContain(
    'debugger',
  )
  expect(await complaints('biome', ['format', '--config-path', ROOT, file])).not.toBe('')
})

test('every command that a document names exists', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  const named = documents
    .split('\n')
    .filter((file) => file !== '' && existsSync(path.join(ROOT, file)))
    .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
    .flatMap((text) =>
      [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, command]) => command ?? ''),
    )
  const builtIn = ['ci', 'install', 'rebuild', 'run']
  expect(
    [...new Set(named)].filter((command) => !builtIn.includes(command) && scripts[command] === undefined),
  ).toEqual([])
})

test('every command of package.json has its file', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const files = Object.values(scripts).flatMap((script) => /^node (\S+)/.exec(script)?.slice(1) ?? [])
  expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([])
})
