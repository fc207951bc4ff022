import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BUILD, ROOT, runProgram } from './run-program.ts'

interface Frontend {
  name: string
  folder: string
  /** The file that shows that it is built. */
  result: string
}

const FRONTENDS: Frontend[] = [
  { name: 'widget', folder: 'apps/widget', result: 'apps/widget/dist/widget.js' },
  { name: 'dashboard', folder: 'apps/dashboard', result: 'apps/dashboard/dist/index.html' },
]
const SHARED = ['packages/protocol', 'packages/client', 'package-lock.json']

/** Everything that a frontend is made of. */
export const SOURCES = [...FRONTENDS.map(({ folder }) => folder), ...SHARED]

const NOT_SOURCES = new Set(['node_modules', 'dist'])

/** Builds what has changed since the last time, or everything; false when a build has failed. */
export async function buildFrontends({ everything = false } = {}): Promise<boolean> {
  const due = FRONTENDS.filter((frontend) => everything || !isFresh(frontend))
  if (due.length === 0) return true
  console.log(`Building ${due.map(({ name }) => name).join(' and ')} …`)
  const built = await Promise.all(due.map(build))
  return built.every(Boolean)
}

async function build(frontend: Frontend): Promise<boolean> {
  const fingerprint = fingerprintOf(frontend)
  rmSync(stampOf(frontend), { force: true })
  const { exitCode, output } = await runProgram('npm', ['run', 'build'], {
    cwd: path.join(ROOT, frontend.folder),
  })
  if (exitCode !== 0) {
    process.stderr.write(`${output}\nThe ${frontend.name} could not be built.\n`)
    return false
  }
  mkdirSync(BUILD, { recursive: true })
  writeFileSync(stampOf(frontend), fingerprint)
  return true
}

function isFresh(frontend: Frontend): boolean {
  if (!existsSync(path.join(ROOT, frontend.result)) || !existsSync(stampOf(frontend))) return false
  return readFileSync(stampOf(frontend), 'utf8') === fingerprintOf(frontend)
}

function stampOf({ name }: Frontend): string {
  return path.join(BUILD, `${name}.hash`)
}

/** Of the content, not of times: a checkout or a copy changes those. */
function fingerprintOf({ folder }: Frontend): string {
  const hash = createHash('sha256')
  for (const file of [folder, ...SHARED].flatMap((source) => filesIn(path.join(ROOT, source)))) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesIn(source: string): string[] {
  if (!statSync(source).isDirectory()) return [source]
  return readdirSync(source)
    .filter((name) => !NOT_SOURCES.has(name))
    .sort()
    .flatMap((name) => filesIn(path.join(source, name)))
}
