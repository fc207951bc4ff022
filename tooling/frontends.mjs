import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '..')
export const BUILD = path.join(ROOT, '.build')

/** What the server serves to browsers, the file that shows that it is built, and what it is made of. */
const FRONTENDS = [
  { name: 'widget', folder: 'apps/widget', result: 'apps/widget/dist/widget.js' },
  { name: 'dashboard', folder: 'apps/dashboard', result: 'apps/dashboard/dist/index.html' },
]
const SHARED = ['packages/protocol', 'packages/client', 'package-lock.json']
/** Everything that a frontend is made of. */
export const SOURCES = [...FRONTENDS.map(({ folder }) => folder), ...SHARED]

const NOT_SOURCES = new Set(['node_modules', 'dist'])

/** Builds what has changed since the last time, or everything; false when a build has failed. */
export async function buildFrontends({ everything = false } = {}) {
  const due = FRONTENDS.filter((frontend) => everything || !isFresh(frontend))
  if (due.length === 0) return true
  console.log(`Building ${due.map(({ name }) => name).join(' and ')} …`)
  const built = await Promise.all(due.map(build))
  return built.every(Boolean)
}

async function build(frontend) {
  const fingerprint = fingerprintOf(frontend)
  rmSync(stampOf(frontend), { force: true })
  const { exitCode, output } = await runBuild(frontend)
  if (exitCode !== 0) {
    process.stderr.write(`${output}\nThe ${frontend.name} could not be built.\n`)
    return false
  }
  mkdirSync(BUILD, { recursive: true })
  writeFileSync(stampOf(frontend), fingerprint)
  return true
}

function runBuild({ folder }) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', 'build'], {
      cwd: path.join(ROOT, folder),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.once('error', (error) => resolve({ exitCode: 1, output: error.message }))
    child.once('close', (exitCode) => resolve({ exitCode, output }))
  })
}

function isFresh(frontend) {
  if (!existsSync(path.join(ROOT, frontend.result)) || !existsSync(stampOf(frontend))) return false
  return readFileSync(stampOf(frontend), 'utf8') === fingerprintOf(frontend)
}

function stampOf({ name }) {
  return path.join(BUILD, `${name}.hash`)
}

/** Of the content, not of times: a checkout or a copy changes those. */
function fingerprintOf({ folder }) {
  const hash = createHash('sha256')
  for (const file of [folder, ...SHARED].flatMap((source) => filesIn(path.join(ROOT, source)))) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesIn(source) {
  if (!statSync(source).isDirectory()) return [source]
  return readdirSync(source)
    .filter((name) => !NOT_SOURCES.has(name))
    .sort()
    .flatMap((name) => filesIn(path.join(source, name)))
}
