import { RULES } from '../check/violation.ts'
import { MUTANTS } from './mutants.ts'

/** The list of mutants as docs/reliability.md shows it. */
export function mutantTable(): string {
  const rows = MUTANTS.map(
    ({ name, flaw, workload, caughtBy }) =>
      `| ${name} | ${flaw} | ${workload} | ${caughtBy}: ${RULES[caughtBy]} |`,
  )
  return [
    '| mutant | what is wrong with it | workload | caught by rule |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}
