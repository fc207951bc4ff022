import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 20_000
const ROOT = path.join(import.meta.dirname, '..')

test.skipIf(process.platform === 'win32')(
  '[ST3] a signal that only npm gets stops the server behind it',
  async () => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chat-start-'))
    chmodSync(dataDir, 0o755)
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    npm.stdout.on('data', (chunk) => (printed += chunk))
    const address = () => /(http\S+)\/demo/.exec(printed)?.[1]
    await expect.poll(address, { timeout: START_TIMEOUT_MS }).toBeDefined()
    const url = address()
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const gone = once(npm, 'exit')
    npm.kill('SIGTERM')
    await gone
    const answers = () =>
      fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      )
    await expect.poll(answers, { timeout: STOP_TIMEOUT_MS }).toBe(false)
    // PostgreSQL writes its last checkpoint after the server has closed its door.
    const lock = path.join(dataDir, 'postgres', 'postmaster.pid')
    await expect.poll(() => existsSync(lock), { timeout: STOP_TIMEOUT_MS }).toBe(false)
    rmSync(dataDir, { recursive: true })
  },
)
