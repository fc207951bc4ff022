import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Example } from '../../apps/server/src/bot/classifier/classifier.ts'
import { parseCsv } from '../../apps/server/src/csv/parse-csv.ts'

/** Labelled questions that other people wrote; `test` is there only where the folder has it. */
export interface Dataset {
  name: string
  train: Example[]
  validation: Example[]
  test: Example[]
}

const OUTSIDE = 'oos'
type Pair = [text: string, label: string]
const toExample = ([text, label]: Pair): Example => ({ text, label: label === OUTSIDE ? null : label })

/** CLINC150 (data_full.json of clinc/oos-eval, whole or without its test parts); null where it is not there. */
export function readClinc(folder: string): Dataset | null {
  const text = readAny(folder, ['clinc150/data_full.json', 'clinc150/train_val.json'])
  if (text === null) return null
  const parts: Record<string, Pair[]> = JSON.parse(text)
  const part = (...names: string[]) => names.flatMap((name) => (parts[name] ?? []).map(toExample))
  return {
    name: 'CLINC150',
    train: part('train', 'oos_train'),
    validation: part('val', 'oos_val'),
    test: part('test', 'oos_test'),
  }
}

/** Banking77 (train.csv and test.csv); it has no validation part. */
export function readBanking(folder: string): Dataset | null {
  const train = readAny(folder, ['banking77/train.csv'])
  if (train === null) return null
  const examples = (csv: string | null) =>
    parseCsv(csv ?? '')
      .slice(1)
      .map((cells) => toExample(cells as Pair))
  return {
    name: 'Banking77',
    train: examples(train),
    validation: [],
    test: examples(readAny(folder, ['banking77/test.csv'])),
  }
}

function readAny(folder: string, names: string[]): string | null {
  for (const name of names) {
    const file = join(folder, name)
    if (existsSync(`${file}.gz`)) return gunzipSync(readFileSync(`${file}.gz`)).toString('utf8')
    if (existsSync(file)) return readFileSync(file, 'utf8')
  }
  return null
}
