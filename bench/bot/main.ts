import { parseArgs } from 'node:util'
import { classify, trainClassifier, withConfidence } from '../../apps/server/src/bot/classifier/classifier.ts'
import { decodeClassifier, encodeClassifier } from '../../apps/server/src/bot/classifier/encode-classifier.ts'
import { origin, writeSection } from '../lib/document.ts'
import { percentile } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'
import { type Dataset, readBanking, readClinc } from './datasets.ts'
import {
  chooseThreshold,
  crossValidation,
  foldedAccuracy,
  type Score,
  scoreAt,
} from './measure-classifier.ts'

const USAGE = `npm run bench:bot -- [--data ../shared/data] [--folds 20] [--no-write]
  --data: a folder with clinc150/ (data_full.json or train_val.json) and banking77/ (train.csv), plain or .gz.
          Test parts are measured where they are there, with what was chosen on the validation part.`

/** What is learned from shall come close to the whole, which is what a product would learn from. */
const FOLDS = '20'
const WARM_UP = 200

interface Options {
  data: string
  folds: number
  write: boolean
}

function measure({ data, folds }: Options): string {
  const sets = [readClinc(data), readBanking(data)].filter((set) => set !== null)
  if (sets.length === 0) return `Skipped: ${data} holds neither clinc150 nor banking77.`
  const rows = sets.flatMap((set) => rowsOf(set, folds))
  return table(
    [
      'data',
      'measured on',
      'in-scope accuracy',
      'out-of-scope recall',
      'training s',
      'model MB',
      'ms/message p50',
      'p99',
    ],
    rows,
  )
}

function rowsOf(set: Dataset, folds: number): string[][] {
  console.error(`${set.name}: ${set.train.length} questions to learn from …`)
  const started = process.cpuUsage()
  const trained = trainClassifier(set.train)
  const seconds = process.cpuUsage(started).user / 1e6
  const stored = encodeClassifier(trained)
  // What is measured is what the database would give back.
  const classifier = decodeClassifier(stored)
  const asked = set.validation.length > 0 ? set.validation : set.train
  const times = timesOf(
    (text) => classify(classifier, text),
    asked.map(({ text }) => text),
  )
  const cost = [
    seconds.toFixed(1),
    (stored.length / 1e6).toFixed(1),
    percentile(times, 0.5).toFixed(2),
    percentile(times, 0.99).toFixed(2),
  ]
  const rows: string[][] = []
  if (set.validation.length > 0) {
    rows.push([
      set.name,
      'validation, halves in turn',
      ...show(crossValidation(classifier, set.validation)),
      ...cost,
    ])
  } else {
    const accuracy = foldedAccuracy(set.train, folds)
    rows.push([set.name, `train, ${folds} folds`, percent(accuracy), '–', ...cost])
  }
  if (set.test.length > 0) {
    const calibrated = set.validation.length > 0 ? withConfidence(classifier, set.validation) : classifier
    const threshold = set.validation.length > 0 ? chooseThreshold(calibrated, set.validation) : 0
    rows.push([set.name, 'test', ...show(scoreAt(calibrated, set.test, threshold)), ...cost])
  }
  return rows
}

function timesOf(ask: (text: string) => unknown, texts: readonly string[]): number[] {
  for (const text of texts.slice(0, WARM_UP)) ask(text)
  return texts.map((text) => {
    const started = performance.now()
    ask(text)
    return performance.now() - started
  })
}

function show({ accuracy, recall }: Score): [string, string] {
  return [percent(accuracy), Number.isNaN(recall) ? '–' : percent(recall)]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data' },
      folds: { type: 'string', default: FOLDS },
      'no-write': { type: 'boolean', default: false },
    },
  })
  const folds = Number(values.folds)
  if (!Number.isInteger(folds) || folds < 2) throw new RangeError('--folds takes whole numbers above 1.')
  return { data: values.data, folds, write: !values['no-write'] }
}

try {
  const options = readOptions()
  const figures = measure(options)
  console.log(figures)
  const command = [
    'npm run bench:bot',
    ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : []),
  ].join(' ')
  if (options.write && figures.startsWith('|')) writeSection('bot', `${origin(command)}\n\n${figures}`)
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n${USAGE}` : error)
  process.exitCode = 1
}
