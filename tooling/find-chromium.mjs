import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a Chromium on this machine, installed where there is none; throws a sentence that says what to do. */
export async function findChromium() {
  const named = process.env.CHROME_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROME_PATH names ${named}, which does not exist; correct it or leave it out.`)
  }
  const found = (await find()) ?? (install() && (await find()))
  if (found) return found
  throw new Error(
    'No Chromium was found and none could be installed; install Chromium or Chrome and set CHROME_PATH to its program.',
  )
}

async function find() {
  const { chromium } = await import('@playwright/test')
  return [...KNOWN_PLACES, chromium.executablePath()].find(existsSync) ?? null
}

/** From Debian as root, else Playwright's own build. */
function install() {
  console.log('No Chromium on this machine: installing one …')
  const byDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (byDebian && run('apt-get', ['update']) && run('apt-get', ['install', '-y', 'chromium'])) return true
  return run('npx', ['playwright', 'install', 'chromium'])
}

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' }).status === 0
}
