import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { startOwnServer } from '../own-server.ts'
import { type Dialogue, readDialogues } from './dialogues.ts'
import { type ReplayOptions, type ReplayReport, replay } from './replay.ts'
import { ReplayError } from './replay-error.ts'

const USAGE =
  'npm run replay -- <folder or file> [--dialogues N] [--speed X] [--url ADDRESS --email E-MAIL --password PASSWORD]'
const COLLEAGUES = 4
const DIFFERENCES_SHOWN = 10
const INTERRUPTED = 130

interface Asked {
  dialogues: Dialogue[]
  speed: number | undefined
  server: { url: string; person: { email: string; password: string } } | null
}

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if (asked.server) return play(asked, asked.server)
  const server = await startOwnServer()
  const interrupt = () => void server.stop().then(() => process.exit(INTERRUPTED))
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    return await play(asked, { url: server.url, person: server.admin, colleagues: COLLEAGUES })
  } finally {
    await server.stop()
  }
}

async function play({ dialogues, speed }: Asked, server: ReplayOptions): Promise<number> {
  const bar = new SingleBar(
    { format: '{bar} {value}/{total} messages, {eta_formatted} left' },
    Presets.shades_classic,
  )
  bar.start(
    dialogues.reduce((sum, { turns }) => sum + turns.length, 0),
    0,
  )
  try {
    const pace = speed === undefined ? {} : { speed }
    const report = await replay(dialogues, { ...server, ...pace, onMessage: () => bar.increment() })
    bar.stop()
    process.stdout.write(describe(report))
    return report.mismatches.length === 0 ? 0 : 1
  } finally {
    bar.stop()
  }
}

function describe({ dialogues, messages, seconds, seenMs, firstSeenMs, mismatches }: ReplayReport): string {
  const ms = ({ p50, p99 }: { p50: number; p99: number }) =>
    `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
  return [
    `dialogues: ${dialogues}`,
    `messages: ${messages} in ${seconds.toFixed(1)} s, ${Math.round(messages / seconds)} a second`,
    `send to seen: ${ms(seenMs)}`,
    `first message, to the agent who takes it: ${ms(firstSeenMs)}`,
    ...mismatches.slice(0, DIFFERENCES_SHOWN),
    `mismatches: ${mismatches.length}`,
    '',
  ].join('\n')
}

function readArguments(args: string[]): Asked {
  const { values, positionals } = parse(args)
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new ReplayError(`Name one folder or file: ${USAGE}`)
  const { url, email, password } = values
  if (url === undefined && (email ?? password) !== undefined) {
    throw new ReplayError('--email and --password belong to --url.')
  }
  if (url !== undefined && (email === undefined || password === undefined)) {
    throw new ReplayError('With --url an agent must sign in: give --email and --password.')
  }
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new ReplayError(`--url "${url}" is no address such as http://localhost:53054.`)
  }
  const dialogues = positive('--dialogues', values.dialogues)
  if (dialogues !== undefined && !Number.isInteger(dialogues)) {
    throw new ReplayError('--dialogues must be a whole number.')
  }
  return {
    dialogues: readDialogues(path, dialogues),
    speed: positive('--speed', values.speed),
    server:
      url !== undefined && email !== undefined && password !== undefined
        ? { url: url.replace(/\/+$/, ''), person: { email, password } }
        : null,
  }
}

function parse(args: string[]) {
  const one = { type: 'string' } as const
  const options = { dialogues: one, speed: one, url: one, email: one, password: one }
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    throw new ReplayError(`${error instanceof Error ? error.message : error} Usage: ${USAGE}`)
  }
}

function positive(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!(number > 0 && number < Number.POSITIVE_INFINITY)) {
    throw new ReplayError(`${name} "${value}" must be a number above 0.`)
  }
  return number
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof ReplayError ? error.message : error)
  return 1
})
