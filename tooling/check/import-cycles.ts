import path from 'node:path'
import type { SourceFile } from './source-files.ts'

/** The circles in which files import each other at run time, each once, as a list of paths. */
export function findCycles(files: readonly SourceFile[]): string[][] {
  const targets = new Map(files.map((file) => [file.path, runtimeTargets(file)]))
  const done = new Set<string>()
  const cycles: string[][] = []

  const visit = (file: string, trail: string[]): void => {
    const start = trail.indexOf(file)
    if (start !== -1) {
      cycles.push(trail.slice(start))
      return
    }
    if (done.has(file)) return
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file])
    done.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return cycles
}

function runtimeTargets(file: SourceFile): string[] {
  return file.imports
    .filter(({ typeOnly, specifier }) => !typeOnly && specifier.startsWith('.'))
    .map(({ specifier }) => resolveImport(file.path, specifier))
}

/** The path of a relative import, from the repository's top. */
export function resolveImport(from: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(from), specifier)
}
