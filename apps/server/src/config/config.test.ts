import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { StartError } from '../lifecycle/start-error.ts'
import { parseAbuseLimits } from '../limits/abuse-limits.ts'
import { DEFAULTS, readConfig } from './config.ts'
import { type Env, readSecretFiles } from './env.ts'

test('without any setting everything has a default', () => {
  expect(readConfig({})).toEqual({
    port: 53054,
    host: '127.0.0.1',
    publicUrl: null,
    dataDir: './data',
    databaseUrl: null,
    redisUrl: null,
    trustedProxies: [],
    outboundAllow: [],
    secretKey: { current: null, previous: null },
    bootstrapAdmin: null,
    sessions: { idleHours: 24, days: 14, proofMinutes: 15 },
    addresses: 'full',
    abuse: parseAbuseLimits(''),
    mail: null,
    oidc: null,
    clamd: null,
    fileLinkHours: 24,
    metricsToken: null,
    tracing: null,
    logLevel: 'warn',
    isDevelopment: false,
  })
})

test('an empty setting is not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', HOST: '' })).toEqual(readConfig({}))
})

test('settings are read into their types', () => {
  const config = readConfig({
    PORT: '0',
    HOST: 'localhost',
    PUBLIC_URL: 'https://chat.example.com/support/',
    DATABASE_URL: 'postgresql://chat@/chat?host=/run/postgresql',
    REDIS_URL: 'rediss://cache:6379/1',
    TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8 ::1',
    BOOTSTRAP_ADMIN_EMAIL: 'ada@example.com',
    BOOTSTRAP_ADMIN_PASSWORD: 'correct horse battery',
  })
  expect(config).toMatchObject({
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'https://chat.example.com/support',
    databaseUrl: 'postgresql://chat@/chat?host=/run/postgresql',
    redisUrl: 'rediss://cache:6379/1',
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1'],
    bootstrapAdmin: { email: 'ada@example.com', password: 'correct horse battery' },
  })
})

test('the company’s own sign-in is read with its roles', () => {
  const { oidc } = readConfig({
    OIDC_ISSUER: 'https://login.example.com',
    OIDC_CLIENT_ID: 'chat',
    OIDC_CLIENT_SECRET: 'secret',
    OIDC_ROLES: 'chat admins = admin, support=agent',
  })
  expect(oidc).toMatchObject({ issuer: 'https://login.example.com', roleClaim: 'roles' })
  expect([...(oidc?.roles ?? [])]).toEqual([
    ['chat admins', 'admin'],
    ['support', 'agent'],
  ])
})

test.each<[Env, string]>([
  [{ PORT: 'http' }, 'The setting PORT "http" is not usable: it must be a whole number from 0 to 65535.'],
  [{ PORT: '65536' }, 'PORT "65536"'],
  [{ PORT: '-1' }, 'PORT "-1"'],
  [{ PORT: '80.5' }, 'PORT "80.5"'],
  [{ HOST: 'http://x' }, 'HOST "http://x"'],
  [{ PUBLIC_URL: 'chat.example.com' }, 'PUBLIC_URL "chat.example.com"'],
  [{ PUBLIC_URL: 'ftp://chat.example.com' }, 'PUBLIC_URL "ftp://chat.example.com"'],
  [{ REDIS_URL: 'http://cache' }, 'REDIS_URL is not usable'],
  [{ TRUSTED_PROXIES: 'nginx' }, 'TRUSTED_PROXIES "nginx"'],
  [{ LOG_LEVEL: 'loud' }, 'one of fatal, error'],
  [{ BOOTSTRAP_ADMIN_EMAIL: 'ada' }, 'BOOTSTRAP_ADMIN_EMAIL "ada"'],
  [{ BOOTSTRAP_ADMIN_EMAIL: 'ada@example.com' }, 'without BOOTSTRAP_ADMIN_PASSWORD; set both or neither.'],
  [{ BOOTSTRAP_ADMIN_PASSWORD: 'correct horse battery' }, 'without BOOTSTRAP_ADMIN_EMAIL'],
  [{ SESSION_IDLE_HOURS: '0' }, 'SESSION_IDLE_HOURS "0"'],
  [{ LIMITS: 'uploads=many' }, 'The setting LIMITS "uploads=many"'],
  [{ CLAMD: 'clamav' }, 'CLAMD "clamav"'],
  [{ ADDRESSES: 'some' }, 'one of full, short, none'],
  [{ MAIL_URL: 'https://mail.example.com' }, 'MAIL_URL is not usable'],
  [{ MAIL_FROM: 'chat@example.com' }, 'without MAIL_URL; set both or neither.'],
  [{ OIDC_ISSUER: 'https://login.example.com' }, 'set all or none'],
  [{ OIDC_ROLES: 'boss=owner' }, 'OIDC_ROLES "boss=owner"'],
])('%o is refused by name', (env, sentence) => {
  expect(() => readConfig(env)).toThrow(StartError)
  expect(() => readConfig(env)).toThrow(sentence)
})

test.each(['DATABASE_URL', 'BOOTSTRAP_ADMIN_PASSWORD'])('a secret in %s is never shown', (name) => {
  expect(() => readConfig({ [name]: 'hunter2' })).toThrow(name)
  expect(() => readConfig({ [name]: 'hunter2' })).not.toThrow('hunter2')
})

test('a secret may come from a file', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'url')
  writeFileSync(file, 'postgres://db/chat\n')

  expect(readSecretFiles({ DATABASE_URL_FILE: file }).DATABASE_URL).toBe('postgres://db/chat')
  expect(() => readSecretFiles({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://x' })).toThrow(
    'leave one of them out',
  )
  expect(() => readSecretFiles({ DATABASE_URL_FILE: `${file}.no` })).toThrow('cannot be read (ENOENT)')
})

test('.env.example shows every setting with its default', () => {
  const example = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')
  expect(parseEnv(example)).toEqual(DEFAULTS)
})

test('[SC14] a key for secrets is long and random, and is not shown when it is not', () => {
  const key = '9f2c4e5a1b7d8036f1e2d3c4b5a69788'
  expect(readConfig({ SECRET_KEY: key, SECRET_KEY_PREVIOUS: `${key}0` }).secretKey).toEqual({
    current: key,
    previous: `${key}0`,
  })
  for (const weak of ['changeme', 'a'.repeat(64)]) {
    expect(() => readConfig({ SECRET_KEY: weak })).toThrow(
      /SECRET_KEY is not usable: it must be at least 32 random/,
    )
    expect(() => readConfig({ SECRET_KEY: weak })).not.toThrow(weak)
  }
})
