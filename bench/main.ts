import { parseArgs } from 'node:util'
import { origin, writeSection } from './lib/document.ts'

const USAGE = `npm run bench -- [relay | idle | storm | overload | flood | history | nodes | routing | browsers | dashboard | widget | reports | analytics | search | sizes] [--no-write]
  relay:    [--crowds 500,2000] [--unanswered 2000] [--seconds 4] [--runs 3] [--rates 1000,4000]
  idle:     [--visitors 10000] [--runs 3]
  storm:    [--visitors 10000] [--talking 2000] [--missed 3] [--runs 3]
  overload: [--visitors 500] [--agents 100] [--outstanding 4] [--seconds 10] [--times 3]
  flood:    [--visitors 100] [--seconds 15]
  history:  [--stored 10000,1000000,10000000] [--long 100000] [--asks 300]
  nodes:    [--visitors 100] [--agents 20] [--rate 200] [--seconds 10]
  widget:   [--times 10]
  routing:  [--queued 10000] [--agents 200] [--decisions 500] [--fair 10000]
  search:   [--messages 1000000] [--asks 20]
  reports:  [--conversations 1000000] [--seed 1] [--times 5]
  analytics: [--visitors 500] [--seconds 5] [--runs 8] [--pages 200] [--rate 100]
  dashboard: [--open 10000] [--long 100000] [--switches 1000] [--only list,long,scroll,events,switches,queries]
  browsers: [--messages 50]`

const one = { type: 'string' } as const
const OPTIONS = {
  visitors: one,
  crowds: one,
  unanswered: one,
  agents: one,
  outstanding: one,
  seconds: one,
  runs: one,
  rates: one,
  messages: one,
  talking: one,
  missed: one,
  times: one,
  rate: one,
  stored: one,
  long: one,
  asks: one,
  queued: one,
  decisions: one,
  fair: one,
  conversations: one,
  pages: one,
  seed: one,
  open: one,
  switches: one,
  only: one,
  'no-write': { type: 'boolean' },
} as const

type NumberOption = Exclude<keyof typeof OPTIONS, 'no-write' | 'only'>

const measurements: Record<string, () => Promise<string>> = {
  async sizes() {
    const { measureSizes } = await import('./sizes/sizes.ts')
    return measureSizes()
  },
  async relay() {
    const { measureRelay } = await import('./relay/relay.ts')
    return measureRelay({
      visitors: counts('crowds', '500,2000'),
      unanswered: count('unanswered', 2_000),
      seconds: count('seconds', 4),
      runs: count('runs', 3),
      rates: counts('rates', '1000,4000'),
    })
  },
  async idle() {
    const { measureIdle } = await import('./idle/idle.ts')
    return measureIdle({ visitors: count('visitors', 10_000), runs: count('runs', 3) })
  },
  async storm() {
    const { measureStorm } = await import('./storm/storm.ts')
    return measureStorm({
      visitors: count('visitors', 10_000),
      talking: count('talking', 2_000),
      missed: count('missed', 3),
      runs: count('runs', 3),
    })
  },
  async overload() {
    const { measureOverload } = await import('./overload/overload.ts')
    return measureOverload({
      visitors: count('visitors', 500),
      agents: count('agents', 100),
      outstanding: count('outstanding', 4),
      seconds: count('seconds', 10),
      times: count('times', 3),
    })
  },
  async flood() {
    const { measureFlood } = await import('./flood/flood.ts')
    return measureFlood({ visitors: count('visitors', 100), seconds: count('seconds', 15) })
  },
  async history() {
    const { measureHistory } = await import('./history/history.ts')
    return measureHistory({
      sizes: counts('stored', '10000,1000000,10000000'),
      long: count('long', 100_000),
      asks: count('asks', 300),
    })
  },
  async nodes() {
    const { measureNodes } = await import('./nodes/nodes.ts')
    return measureNodes({
      visitors: count('visitors', 100),
      agents: count('agents', 20),
      rate: count('rate', 200),
      seconds: count('seconds', 10),
    })
  },
  async widget() {
    const { measureWidget } = await import('./widget/widget.ts')
    return measureWidget({ runs: count('times', 10) })
  },
  async routing() {
    const { measureRouting } = await import('./routing/routing.ts')
    return measureRouting({
      queued: count('queued', 10_000),
      agents: count('agents', 200),
      decisions: count('decisions', 500),
      fair: count('fair', 10_000),
    })
  },
  async search() {
    const { measureSearch } = await import('./search/search.ts')
    return measureSearch({ messages: count('messages', 1_000_000), asks: count('asks', 20) })
  },
  async reports() {
    const { measureReports } = await import('./reports/reports.ts')
    return measureReports({
      conversations: count('conversations', 1_000_000),
      seed: count('seed', 1),
      runs: count('times', 5),
    })
  },
  async analytics() {
    const { measureAnalytics } = await import('./analytics/analytics.ts')
    return measureAnalytics({
      visitors: count('visitors', 500),
      seconds: count('seconds', 5),
      runs: count('runs', 8),
      pages: count('pages', 200),
      rate: count('rate', 100),
    })
  },
  async dashboard() {
    const { measureDashboard } = await import('./dashboard/dashboard.ts')
    return measureDashboard({
      open: count('open', 10_000),
      long: count('long', 100_000),
      switches: count('switches', 1_000),
      only: values.only?.split(','),
    })
  },
  async browsers() {
    const { measureBrowsers } = await import('./browsers/browsers.ts')
    return measureBrowsers({ runs: count('messages', 50) })
  },
}

const { values, positionals } = readArguments()

/** Measures what was named, or everything; prints it, and writes it into docs/benchmarks.md. */
async function main(): Promise<void> {
  const unknown = positionals.find((name) => !Object.hasOwn(measurements, name))
  if (unknown !== undefined) throw new RangeError(`There is no measurement "${unknown}". Usage: ${USAGE}`)
  for (const [name, measure] of Object.entries(measurements)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    console.error(`${name} …`)
    const figures = `${origin(commandOf(name))}\n\n${await measure()}`
    console.log(`\n${figures}\n`)
    if (!values['no-write']) writeSection(name, figures)
  }
}

/** The command that measures this part again as it was measured now. */
function commandOf(name: string): string {
  const options = process.argv.slice(2).filter((argument) => !Object.hasOwn(measurements, argument))
  return ['npm run bench --', name, ...options].join(' ')
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\nUsage: ${USAGE}`)
    process.exit(1)
  }
}

function count(name: NumberOption, otherwise: number): number {
  const value = values[name]
  return value === undefined ? otherwise : positive(name, value)
}

function counts(name: NumberOption, otherwise: string): number[] {
  return (values[name] ?? otherwise).split(',').map((text) => positive(name, text))
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} takes whole numbers above 0.`)
  return number
}

process.exitCode = await main().then(
  () => 0,
  (error: unknown) => {
    console.error(error instanceof RangeError ? error.message : error)
    return 1
  },
)
