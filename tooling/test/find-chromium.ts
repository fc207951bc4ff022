import { existsSync } from 'node:fs'
import { installed } from '../run-program.ts'
import { installByDebian, succeeds } from './install-by-debian.ts'

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a Chromium on this machine, installed where there is none; an error says in a sentence what to do. */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROME_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROME_PATH names ${named}, which does not exist; correct it or leave it out.`)
  }
  const found = (await find()) ?? ((await install()) ? await find() : null)
  if (found !== null) return found
  throw new Error(
    'No Chromium was found and none could be installed; install Chromium or Chrome and set CHROME_PATH to its program.',
  )
}

async function find(): Promise<string | null> {
  const { chromium } = await import('@playwright/test')
  return [...KNOWN_PLACES, chromium.executablePath()].find((place) => existsSync(place)) ?? null
}

/** From Debian as root, else Playwright's own build. */
async function install(): Promise<boolean> {
  console.log('No Chromium on this machine: installing one …')
  return (await installByDebian('chromium')) || succeeds(installed('playwright'), 'install', 'chromium')
}
