import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../run-program.ts'

export interface SourceFile {
  /** From the repository's top, with forward slashes. */
  path: string
  text: string
  imports: Import[]
}

export interface Import {
  specifier: string
  /** Gone at run time. */
  typeOnly: boolean
  line: number
}

/** Every TypeScript file of packages and apps that git knows or would add. */
export function readSourceFiles(): SourceFile[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'packages', 'apps'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return listed
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && existsSync(path.join(ROOT, file)))
    .map((file) => parseSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8')))
}

const STATIC = /^[ \t]*(?:import|export)\s+(type\s+)?(?:([\w*{}\s,$]*?)\s*from\s*)?'([^']+)'/gm
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g

/** Finds imports by their look; the formatter has given all of them the same. */
export function parseSourceFile(file: string, text: string): SourceFile {
  const imports: Import[] = []
  for (const match of text.matchAll(STATIC)) {
    const [, type, names, specifier] = match
    if (specifier === undefined) continue
    imports.push({ specifier, typeOnly: type !== undefined || onlyTypes(names), line: lineAt(text, match) })
  }
  for (const match of text.matchAll(DYNAMIC)) {
    if (match[1] !== undefined)
      imports.push({ specifier: match[1], typeOnly: false, line: lineAt(text, match) })
  }
  return { path: file, text, imports }
}

function onlyTypes(names: string | undefined): boolean {
  const list = /^\{([^}]*)\}$/.exec(names?.trim() ?? '')?.[1]
  const entries = list?.split(',').filter((name) => name.trim() !== '')
  return entries !== undefined && entries.length > 0 && entries.every((name) => /^\s*type\s/.test(name))
}

export function lineAt(text: string, match: RegExpMatchArray): number {
  return text.slice(0, match.index).split('\n').length
}
