import { LIMITS, type Role, role } from '@biometrics/chat-protocol'
import { z } from 'zod'
import { type AbuseLimits, parseAbuseLimits } from '../limits/abuse-limits.ts'
import { StartError } from '../lifecycle/start-error.ts'
import type { Env } from './env.ts'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export const KEPT_ADDRESSES = ['full', 'short', 'none'] as const

/** Everything the operator may choose. */
export interface Config {
  /** 0 takes any free port. */
  port: number
  host: string
  /** The address that people and pages reach the server at, without a slash at the end; null: the one it listens on. */
  publicUrl: string | null
  dataDir: string
  /** Null: the embedded PostgreSQL. */
  databaseUrl: string | null
  /** Null: this process is the only one. */
  redisUrl: string | null
  /** Proxies whose word on where a request comes from is taken: addresses and networks. */
  trustedProxies: string[]
  /** The first admin, made at start while there is no agent. */
  bootstrapAdmin: { email: string; password: string } | null
  /** Own networks that webhooks, bots of one's own and language models may reach; every other private address is refused. */
  outboundAllow: string[]
  /** What secrets in the database are sealed with, and what they were sealed with before. */
  secretKey: { current: string | null; previous: string | null }
  /** How long agents stay signed in, without any use and at all; and how long nobody is asked again who they are. */
  sessions: { idleHours: number; days: number; proofMinutes: number }
  /** How much of the IP addresses of agents' devices is kept. */
  addresses: (typeof KEPT_ADDRESSES)[number]
  /** What keeps one from taking the chat from the others; null: nothing. */
  abuse: AbuseLimits | null
  /** The mail server, and who mails are from; null: no mail is sent. */
  mail: { url: string; from: string } | null
  /** The company's own sign-in by OpenID Connect; null: passwords only. */
  oidc: OidcSettings | null
  /** ClamAV's daemon, which sees every upload: `host:port`, or the path of its socket; null: nobody does. */
  clamd: string | null
  /** How long the address of a file can be followed at most. */
  fileLinkHours: number
  /** Lets Prometheus read `/metrics`; null: whoever asks from a private network. */
  metricsToken: string | null
  /** A collector of OpenTelemetry that is told how long what took; null: nobody is. */
  tracing: { endpoint: string; serviceName: string } | null
  logLevel: (typeof LOG_LEVELS)[number]
  /** Nobody's messages are at stake: `npm run dev` sets NODE_ENV so. */
  isDevelopment: boolean
}

export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string
  /** What the button of the sign-in page says. */
  name: string
  /** The claim of the ID token that names what somebody may do. */
  roleClaim: string
  /** Its values and our roles; empty: they are called as ours are. */
  roles: ReadonlyMap<string, Role>
}

/** Settings that may hold a password: never shown, and readable from a file by `<NAME>_FILE`. */
export const SECRETS = [
  'DATABASE_URL',
  'REDIS_URL',
  'BOOTSTRAP_ADMIN_PASSWORD',
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'METRICS_TOKEN',
  'MAIL_URL',
  'OIDC_CLIENT_SECRET',
] as const

/** Every setting with its default; empty means not set. */
export const DEFAULTS = {
  PORT: '53054',
  HOST: '127.0.0.1',
  PUBLIC_URL: '',
  DATA_DIR: './data',
  DATABASE_URL: '',
  REDIS_URL: '',
  TRUSTED_PROXIES: '',
  BOOTSTRAP_ADMIN_EMAIL: '',
  BOOTSTRAP_ADMIN_PASSWORD: '',
  OUTBOUND_ALLOW: '',
  SECRET_KEY: '',
  SECRET_KEY_PREVIOUS: '',
  METRICS_TOKEN: '',
  SESSION_IDLE_HOURS: '24',
  SESSION_DAYS: '14',
  PROOF_MINUTES: '15',
  ADDRESSES: 'full',
  LIMITS: '',
  CLAMD: '',
  FILE_LINK_HOURS: '24',
  MAIL_URL: '',
  MAIL_FROM: '',
  OIDC_ISSUER: '',
  OIDC_CLIENT_ID: '',
  OIDC_CLIENT_SECRET: '',
  OIDC_NAME: 'Company account',
  OIDC_ROLE_CLAIM: 'roles',
  OIDC_ROLES: '',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  OTEL_SERVICE_NAME: 'biometrics-chat',
  LOG_LEVEL: 'warn',
} as const

type Setting = keyof typeof DEFAULTS

/** Makes typed settings of an environment; a setting that cannot be used is named in a `StartError`. */
export function readConfig(env: Env): Config {
  const read = <T>(name: Setting, schema: z.ZodType<T>, rule: string): T => {
    const text = env[name] || DEFAULTS[name]
    const result = schema.safeParse(text)
    if (result.success) return result.data
    const shown = SECRETS.some((secret) => secret === name) ? '' : ` "${text}"`
    throw new StartError(`The setting ${name}${shown} is not usable: it must be ${rule}.`)
  }
  return {
    port: read('PORT', port, 'a whole number from 0 to 65535'),
    host: read('HOST', host, 'a host name or an IP address'),
    publicUrl: read('PUBLIC_URL', optional(publicUrl), 'an address such as https://chat.example.com'),
    dataDir: read('DATA_DIR', z.string(), 'a folder'),
    databaseUrl: read(
      'DATABASE_URL',
      optional(urlOf('postgres:', 'postgresql:')),
      'an address such as postgres://user:password@host:5432/database',
    ),
    redisUrl: read('REDIS_URL', optional(urlOf('redis:', 'rediss:')), 'an address such as redis://host:6379'),
    trustedProxies: read(
      'TRUSTED_PROXIES',
      networks,
      'a list of addresses and networks such as 127.0.0.1, 10.0.0.0/8',
    ),
    bootstrapAdmin: readBootstrapAdmin(
      read('BOOTSTRAP_ADMIN_EMAIL', optional(z.email().max(LIMITS.emailLength)), 'an e-mail address'),
      read(
        'BOOTSTRAP_ADMIN_PASSWORD',
        optional(password),
        `${LIMITS.passwordMinLength} to ${LIMITS.passwordLength} characters long`,
      ),
    ),
    outboundAllow: read(
      'OUTBOUND_ALLOW',
      networks,
      'a list of addresses and networks such as 10.1.2.3, 192.168.0.0/16',
    ),
    secretKey: {
      current: read('SECRET_KEY', optional(secretKey), SECRET_KEY_RULE),
      previous: read('SECRET_KEY_PREVIOUS', optional(secretKey), SECRET_KEY_RULE),
    },
    sessions: {
      idleHours: read('SESSION_IDLE_HOURS', upTo(8_760), 'a whole number of hours from 1 to 8760'),
      days: read('SESSION_DAYS', upTo(365), 'a whole number of days from 1 to 365'),
      proofMinutes: read('PROOF_MINUTES', upTo(1_440), 'a whole number of minutes from 1 to 1440'),
    },
    addresses: read('ADDRESSES', z.enum(KEPT_ADDRESSES), `one of ${KEPT_ADDRESSES.join(', ')}`),
    abuse: readAbuse(env.LIMITS || DEFAULTS.LIMITS),
    mail: readMail(
      read(
        'MAIL_URL',
        optional(urlOf('smtp:', 'smtps:')),
        'an address such as smtp://user:password@host:587',
      ),
      read('MAIL_FROM', optional(z.string().max(LIMITS.emailLength)), 'an e-mail address'),
    ),
    oidc: readOidc(
      read('OIDC_ISSUER', optional(publicUrl), 'an address such as https://login.example.com'),
      read('OIDC_CLIENT_ID', optional(z.string()), 'the id of this client'),
      read('OIDC_CLIENT_SECRET', optional(z.string()), 'the secret of this client'),
      {
        name: read('OIDC_NAME', z.string(), 'a name'),
        roleClaim: read('OIDC_ROLE_CLAIM', z.string(), 'the name of a claim'),
        roles: read('OIDC_ROLES', roles, 'a list such as chat-admins=admin, support=agent'),
      },
    ),
    clamd: read('CLAMD', optional(clamd), 'an address such as 127.0.0.1:3310, or the path of a socket'),
    fileLinkHours: read('FILE_LINK_HOURS', upTo(8_760), 'a whole number of hours from 1 to 8760'),
    metricsToken: read(
      'METRICS_TOKEN',
      optional(z.string().min(METRICS_TOKEN_LENGTH)),
      `at least ${METRICS_TOKEN_LENGTH} characters long`,
    ),
    tracing: readTracing(
      read(
        'OTEL_EXPORTER_OTLP_ENDPOINT',
        optional(urlOf('http:', 'https:')),
        'the address of a collector such as http://127.0.0.1:4318',
      ),
      read('OTEL_SERVICE_NAME', z.string().max(100), 'a name of at most 100 characters'),
    ),
    logLevel: read('LOG_LEVEL', z.enum(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`),
    isDevelopment: env.NODE_ENV === 'development',
  }
}

function readTracing(endpoint: string | null, serviceName: string): Config['tracing'] {
  return endpoint === null ? null : { endpoint, serviceName }
}

function readBootstrapAdmin(email: string | null, password: string | null): Config['bootstrapAdmin'] {
  if (email !== null && password !== null) return { email, password }
  if (email === null && password === null) return null
  const [given, missing] = email === null ? ['PASSWORD', 'EMAIL'] : ['EMAIL', 'PASSWORD']
  throw new StartError(
    `BOOTSTRAP_ADMIN_${given} is set without BOOTSTRAP_ADMIN_${missing}; set both or neither.`,
  )
}

function readAbuse(text: string): AbuseLimits | null {
  const limits = parseAbuseLimits(text)
  if (limits !== undefined) return limits
  throw new StartError(
    `The setting LIMITS "${text}" is not usable: it must be a list such as conversationsFromNetwork=500/h, connectionsFromNetwork=1000, or off.`,
  )
}

function readMail(url: string | null, from: string | null): Config['mail'] {
  if (url !== null && from !== null) return { url, from }
  if (url === null && from === null) return null
  const [given, missing] = url === null ? ['FROM', 'URL'] : ['URL', 'FROM']
  throw new StartError(`MAIL_${given} is set without MAIL_${missing}; set both or neither.`)
}

function readOidc(
  issuer: string | null,
  clientId: string | null,
  clientSecret: string | null,
  more: Pick<OidcSettings, 'name' | 'roleClaim' | 'roles'>,
): OidcSettings | null {
  if (issuer !== null && clientId !== null && clientSecret !== null)
    return { issuer, clientId, clientSecret, ...more }
  if (issuer === null && clientId === null && clientSecret === null) return null
  throw new StartError(
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set together; set all or none.',
  )
}

const clamd = z.string().regex(/^(\/.+|(\[[\da-f:]+\]|[\w.-]+):\d{1,5})$/i)

const upTo = (most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(most))

/** `their name=our role`, separated by commas. */
const roles = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  .pipe(
    z.array(
      z
        .string()
        .regex(/^[^=]+=[^=]+$/)
        .transform((entry) => entry.split('=').map((part) => part.trim()))
        .pipe(z.tuple([z.string(), role])),
    ),
  )
  .transform((entries) => new Map<string, Role>(entries))

const optional = <T>(schema: z.ZodType<T>) => z.union([z.literal('').transform(() => null), schema])

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().max(65_535))

// "localhost" may be two addresses, of which a server can have only one.
const host = z
  .string()
  .regex(/^[\w.:-]+$/)
  .transform((name) => (name === 'localhost' ? DEFAULTS.HOST : name))

const networks = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''))
  .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])))

const METRICS_TOKEN_LENGTH = 16
const SECRET_KEY_LENGTH = 32
const SECRET_KEY_RULE = `at least ${SECRET_KEY_LENGTH} random characters, such as those of "openssl rand -hex 32"`
/** Long, and not one character again and again. */
const secretKey = z
  .string()
  .min(SECRET_KEY_LENGTH)
  .refine((text) => new Set(text).size >= SECRET_KEY_LENGTH / 4)

const password = z.string().min(LIMITS.passwordMinLength).max(LIMITS.passwordLength)

const publicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !/[?#]/.test(text))
  .transform((text) => text.replace(/\/+$/, ''))

const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => {
    // PostgreSQL allows postgres://user@/database?host=/folder/of/socket.
    const withHost = text.replace('@/', '@host/')
    return URL.canParse(withHost) && protocols.includes(new URL(withHost).protocol)
  })
