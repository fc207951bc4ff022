import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes, the longest first; a fresh clone knows no durations yet. */
const LONGEST = [
  'bench/chaos/chaos.test.ts',
  'tooling/containers/dockerfile.test.ts',
  'bench/chaos/mutants/mutants.test.ts',
  'apps/server/src/routing/schedules.test.ts',
]

/** Begins with the longest files: begun last they would run on alone, with the other cores idle. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((path) => moduleId.endsWith(path))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
