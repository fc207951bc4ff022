import path from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { build } from 'vite'
import { CHROMIUM_ARGUMENTS } from '../../tooling/test/chromium-arguments.ts'
import { findChromium } from '../../tooling/test/find-chromium.ts'

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_ARGUMENTS })
}

/** One of the pages beside this file, as a script for a browser. */
export async function bundlePage(file: string): Promise<string> {
  const lib = { entry: path.join(import.meta.dirname, file), formats: ['iife' as const], name: 'tabs' }
  const output = await build({ configFile: false, logLevel: 'error', build: { write: false, lib } })
  const chunks = (Array.isArray(output) ? output : []).flatMap((part) => part.output)
  return chunks.map((chunk) => ('code' in chunk ? chunk.code : '')).join('\n')
}
