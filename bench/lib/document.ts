import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

const DOCS = join(import.meta.dirname, '../../docs')

/** Puts new figures in the place of a section's old ones; the words around them stay. */
export function writeSection(name: string, figures: string, document = 'benchmarks.md'): void {
  const file = join(DOCS, document)
  const text = readFileSync(file, 'utf8')
  const section = new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- /${name} -->)`)
  if (!section.test(text)) throw new Error(`docs/${document} has no place for "${name}".`)
  writeFileSync(
    file,
    text.replace(section, (_all, start, end) => `${start}${figures}\n${end}`),
  )
}

/** When, by which command and on what a figure was seen. */
export function origin(command: string): string {
  const [first, ...others] = cpus()
  const machine = `${others.length + 1} × ${first?.model ?? 'unknown CPU'}`
  const date = new Date().toISOString().slice(0, 10)
  return `\`${command}\` · ${date} · Node ${process.versions.node}, ${process.platform}, ${machine}`
}
