import { installed, ROOT, runProgram } from '../run-program.ts'
import { checkBoundaries } from './boundaries.ts'
import { readSourceFiles } from './source-files.ts'

/** Everything that can be said about the code without running it. */
const PROGRAMS = [
  { name: 'types', program: 'tsc', args: ['-p', ROOT] },
  { name: 'lint', program: 'oxlint', args: ['--format=unix'] },
  { name: 'format', program: 'biome', args: ['format', '.'] },
]

const complaints = await Promise.all(
  PROGRAMS.map(async ({ name, program, args }) => {
    const { exitCode, output } = await runProgram(installed(program), args)
    return { name, text: exitCode === 0 ? '' : output.trim() }
  }),
)
complaints.push({ name: 'boundaries', text: checkBoundaries(readSourceFiles()).join('\n') })

for (const { name, text } of complaints) console.log(text === '' ? `ok    ${name}` : `${text}\nFAIL  ${name}`)
process.exitCode = complaints.every(({ text }) => text === '') ? 0 : 1
