import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbeddedPostgres } from '../../apps/server/src/database/embedded/start-embedded-postgres.ts'
import { ROOT, runProgram } from '../run-program.ts'
import { commandOf, copy, environmentOf, makeContext, parseDockerfile, type Stage } from './dockerfile.ts'

const INSTALL_TIMEOUT_MS = 600_000
const UNREACHABLE = /\b(EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b/

const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8')
const stages = parseDockerfile(read('Dockerfile'))
const last = stages.at(-1) as Stage

test('[ND3] the image is built in stages and runs as nobody in particular', () => {
  expect(stages.length).toBeGreaterThan(1)
  for (const { base } of stages) {
    expect(base === 'node:24-slim' || stages.some(({ name }) => name === base)).toBe(true)
  }
  const steps = last.steps.map(({ name }) => name)
  expect(last.steps).toContainEqual({ name: 'USER', rest: 'node' })
  expect(steps.indexOf('USER')).toBeGreaterThan(steps.lastIndexOf('RUN'))
  expect(last.steps).toContainEqual({ name: 'EXPOSE', rest: '3000' })
  expect(environmentOf(last)).toMatchObject({ HOST: '0.0.0.0', PORT: '3000', NODE_ENV: 'production' })
  expect(last.steps.find(({ name }) => name === 'HEALTHCHECK')?.rest).toContain('127.0.0.1:3000/healthz')
})

test('[ND3] the steps of the Dockerfile, taken in an empty folder, make a server that answers', {
  timeout: INSTALL_TIMEOUT_MS,
}, async ({ skip }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const context = path.join(folder, 'context')
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  })
  const files = listed
    .toString()
    .trim()
    .split('\n')
    .filter((file) => existsSync(path.join(ROOT, file)))
  makeContext(ROOT, files, read('.dockerignore').trim().split('\n'), context)

  const built = new Map<string, string>()
  let image = ''
  for (const stage of stages) {
    image = path.join(folder, `stage-${built.size}`)
    const base = built.get(stage.base)
    if (base) cpSync(base, image, { recursive: true, verbatimSymlinks: true })
    else mkdirSync(image)
    await take(stage, { context, stages: built }, image, skip)
    built.set(stage.name ?? '', image)
  }
  const app = path.join(image, 'app')
  // What only the build needs has stayed behind.
  const installed = readdirSync(path.join(app, 'node_modules'))
  expect(installed).toContain('fastify')
  expect(installed.filter((name) => ['vite', 'vitest', 'typescript', 'react'].includes(name))).toEqual([])

  const url = await start(app)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  for (const page of ['/', '/widget.js', '/demo']) expect((await fetch(url + page)).status).toBe(200)
})

/** Everything but what prepares the image's own users and folders outside of the app. */
async function take(
  stage: Stage,
  sources: Parameters<typeof copy>[1],
  image: string,
  skip: (why: string) => void,
) {
  const app = path.join(image, 'app')
  for (const { name, rest } of stage.steps) {
    if (name === 'COPY') copy(rest, sources, app)
    if (name !== 'RUN' || rest.startsWith('install -d')) continue
    const { exitCode, output } = await runProgram('sh', ['-c', rest], { cwd: app, env: withOurNode() })
    if (exitCode !== 0 && UNREACHABLE.test(output)) skip("npm's registry cannot be reached.")
    expect(exitCode, output).toBe(0)
  }
}

/** As on this machine, where npm may have its own way to its registry, but as nobody's test. */
function withOurNode(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, ...env } = process.env
  return {
    ...env,
    PATH: `${path.dirname(process.execPath)}:${env.PATH}`,
    // What is in npm's cache need not be fetched again.
    npm_config_prefer_offline: 'true',
  }
}

/** The image's command with its variables, except those that say where it listens and what it works with. */
async function start(app: string): Promise<string> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  const postgres = await startEmbeddedPostgres({ dataDir })
  const { host, user, database } = postgres.connection
  const [program = '', ...args] = commandOf(last)
  const server = spawn(program, args, {
    cwd: app,
    env: {
      ...withOurNode(),
      ...environmentOf(last),
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: path.join(dataDir, 'data'),
      DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    server.kill()
    if (server.exitCode === null) await once(server, 'exit')
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  let printed = ''
  server.stdout.on('data', (data) => (printed += data))
  await expect.poll(() => printed, { timeout: 60_000 }).toContain('/demo')
  return /(http\S+)\/demo/.exec(printed)?.[1] ?? ''
}
