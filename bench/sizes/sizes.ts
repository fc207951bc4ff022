import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { table } from '../lib/table.ts'

const BUDGET = join(import.meta.dirname, '../../apps/widget/size-budget.mjs')
const LINE = /^ *(\d+) {2}(.+), of (\d+) bytes/gm

/** What the build's own size budget says of the built files. */
export function measureSizes(): string {
  const said = execFileSync(process.execPath, [BUDGET], { encoding: 'utf8' })
  const rows = [...said.matchAll(LINE)].map(([, bytes, what, limit]) => [what, bytes, limit].map(String))
  if (rows.length === 0) throw new Error('The size budget named no sizes.')
  return table(['brotli', 'bytes', 'at most'], rows)
}
