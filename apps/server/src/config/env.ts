import { existsSync, readFileSync } from 'node:fs'
import { errorCode, StartError } from '../lifecycle/start-error.ts'
import { SECRETS } from './config.ts'

export type Env = Record<string, string | undefined>

/** The only reader of the process's environment: `.env` of the working folder fills in what is not set, then secrets come from files. */
export function readEnv(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readSecretFiles({ ...process.env })
}

/** `NAME_FILE=/run/secrets/name` stands for `NAME=<content of the file>`, so that a secret is in no process list. */
export function readSecretFiles(env: Env): Env {
  const found: Env = {}
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`]
    if (!file) continue
    if (env[name]) throw new StartError(`Both ${name} and ${name}_FILE are set; leave one of them out.`)
    found[name] = readSecret(`${name}_FILE`, file)
  }
  return { ...env, ...found }
}

function readSecret(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new StartError(`${setting} names ${file}, which cannot be read (${errorCode(error)}).`)
  }
}
