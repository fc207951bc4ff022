import { findCycles, resolveImport } from './import-cycles.ts'
import { type Import, lineAt, type SourceFile } from './source-files.ts'

/** What keeps the parts apart. Each rule looks at one import, or at the text of one file, and says what to do instead. */

const PACKAGES: Record<string, string> = {
  '@biometrics/chat-protocol': 'packages/protocol',
  '@biometrics/chat-client': 'packages/client',
}
const SERVER = 'apps/server/src/'
/** Folders of the server that are not nouns of the business. */
const TECHNICAL = [
  'clock',
  'config',
  'database',
  'delivery',
  'demo',
  'lifecycle',
  'limits',
  'mail',
  'nodes',
  'oidc',
  'outbound',
  'testing',
  'transport',
  'vault',
]
/** They put the parts together. */
const WIRING = [`${SERVER}server.ts`, `${SERVER}services.ts`]
const NOT_ACTIONS = /-(store|view|row|events|state)\.ts$/

/** Violations as lines that an editor can open: `path:line: what is wrong and what to do`. */
export function checkBoundaries(files: readonly SourceFile[]): string[] {
  const violations = files.filter(isProduct).flatMap((file) => [
    ...file.imports.flatMap((imported) =>
      IMPORT_RULES.flatMap((rule) => {
        const message = rule(file.path, imported)
        return message === null ? [] : [`${file.path}:${imported.line}: ${message}`]
      }),
    ),
    ...TEXT_RULES.flatMap((rule) => rule(file)),
  ])
  const cycles = findCycles(files).map(
    (cycle) =>
      `${cycle[0]}:1: imports itself in a circle: ${[...cycle, cycle[0]].join(' → ')}; move what both need into a file of its own.`,
  )
  return [...violations, ...cycles]
}

/** Tests and what they share may reach everywhere. */
function isProduct({ path }: SourceFile): boolean {
  return !/\.test\.tsx?$/.test(path) && !path.includes('/testing/')
}

type ImportRule = (file: string, imported: Import) => string | null

const IMPORT_RULES: ImportRule[] = [
  function protocolImportsOnlyZod(file, { specifier }) {
    if (!file.startsWith('packages/protocol/') || specifier.startsWith('.') || specifier === 'zod')
      return null
    return `imports ${specifier}; the protocol is read by everybody and imports zod only.`
  },

  function socketsAreTheClientsBusiness(file, { specifier }) {
    if (!/^(socket\.io-client|engine\.io-client)\b/.test(specifier) || file.startsWith('packages/client/'))
      return null
    return `imports ${specifier}; use @biometrics/chat-client, which also reconnects and catches up.`
  },

  function transportAloneKnowsTheWeb(file, { specifier }) {
    const isWeb = /^(fastify|@fastify\/.*|fastify-.*|socket\.io|engine\.io|@socket\.io\/.*|ws)$/.test(
      specifier,
    )
    if (!isWeb || file.startsWith(`${SERVER}transport/`)) return null
    return `imports ${specifier}; only apps/server/src/transport/ knows Fastify and Socket.IO.`
  },

  function databaseAloneKnowsPostgres(file, { specifier }) {
    if (!/^(pg|pg-.*|postgres)$/.test(specifier) || file.startsWith(`${SERVER}database/`)) return null
    return `imports ${specifier}; only apps/server/src/database/ knows the driver.`
  },

  function redisHasItsOwnFiles(file, { specifier }) {
    if (!/^(ioredis|redis|@redis\/.*)$/.test(specifier) || /\/redis-[^/]*\.ts$/.test(file)) return null
    return `imports ${specifier}; the Redis client stays in files named redis-*.ts, beside their memory-*.ts.`
  },

  function storesBelongToTheirNoun(file, { specifier }) {
    if (!specifier.startsWith('.') || !specifier.endsWith('-store.ts') || !file.startsWith(SERVER))
      return null
    const [own, theirs] = [nounOf(file), nounOf(resolveImport(file, specifier))]
    if (own === theirs || WIRING.includes(file)) return null
    return `imports the store of ${theirs}/; call one of its actions instead.`
  },

  function packagesAreEnteredByTheirDoor(file, { specifier }) {
    if (specifier.startsWith('.')) {
      const [own, theirs] = [homeOf(file), homeOf(resolveImport(file, specifier))]
      return own === theirs
        ? null
        : `imports ${specifier} out of another package; import the package by its name.`
    }
    const name = Object.keys(PACKAGES).find((known) => specifier.startsWith(`${known}/src`))
    return name === undefined ? null : `imports ${specifier}; import what ${name} exports.`
  },
]

type TextRule = (file: SourceFile) => string[]

const TEXT_RULES: TextRule[] = [
  function settingsAreReadOnce({ path, text }) {
    if (path.startsWith(`${SERVER}config/`)) return []
    return [...text.matchAll(/\bprocess\.env\b/g)].map(
      (match) =>
        `${path}:${lineAt(text, match)}: reads process.env; add a setting to apps/server/src/config/ instead.`,
    )
  },

  function actionsAloneDeliver({ path, text }) {
    const carries = path.startsWith(`${SERVER}delivery/`)
    if (!path.startsWith(SERVER) || carries || isAction(path)) return []
    return [...text.matchAll(/(?<!function )\bdeliver\(/g)].map(
      (match) =>
        `${path}:${lineAt(text, match)}: calls deliver; only an action tells others what has happened, once it is committed.`,
    )
  },
]

function isAction(file: string): boolean {
  const noun = nounOf(file)
  return noun !== null && !TECHNICAL.includes(noun) && !NOT_ACTIONS.test(file)
}

/** The folder of the server that a file is in; null at its top. */
function nounOf(file: string): string | null {
  return new RegExp(`^${SERVER}([^/]+)/`).exec(file)?.[1] ?? null
}

/** `packages/client` or `apps/server`. */
function homeOf(file: string): string {
  return file.split('/').slice(0, 2).join('/')
}
