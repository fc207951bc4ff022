import { cpSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/** One line of a Dockerfile: `RUN npm ci` is `{ name: 'RUN', rest: 'npm ci' }`. */
export interface Step {
  name: string
  rest: string
}

export interface Stage {
  base: string
  name: string | null
  steps: Step[]
}

/** The part of the Dockerfile's language that ours is written in. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  for (const line of lines.filter((line) => line.trim() !== '')) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
    if (name === 'FROM') {
      const [, base = '', as] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? []
      stages.push({ base, name: as ?? null, steps: [] })
    } else {
      stages.at(-1)?.steps.push({ name, rest })
    }
  }
  return stages
}

/** The variables that a stage sets. */
export function environmentOf(stage: Stage): Record<string, string> {
  const pairs = stage.steps.filter(({ name }) => name === 'ENV').flatMap(({ rest }) => rest.split(/\s+/))
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2)))
}

/** The command in the form of a list: `CMD ["node", "main.ts"]`. */
export function commandOf(stage: Stage): string[] {
  const command = stage.steps.find(({ name }) => name === 'CMD')
  return JSON.parse(command?.rest ?? '[]') as string[]
}

/** `COPY`, as far as we use it: whole folders and single files, relative to the root of what is copied from. */
export function copy(
  rest: string,
  sources: { context: string; stages: ReadonlyMap<string, string> },
  to: string,
) {
  const [, stage, paths = ''] = /^(?:--from=(\S+)\s+)?(.*)$/.exec(rest) ?? []
  const from = stage === undefined ? sources.context : (sources.stages.get(stage) ?? '')
  const names = paths.split(/\s+/)
  const target = path.join(to, names.pop() ?? '')
  for (const name of names) {
    const source = path.join(from, name)
    const isFolder = statSync(source).isDirectory()
    const place =
      isFolder || (names.length === 1 && !target.endsWith('/'))
        ? target
        : path.join(target, path.basename(name))
    mkdirSync(path.dirname(place), { recursive: true })
    cpSync(source, place, { recursive: true, verbatimSymlinks: true })
  }
}

/** What is sent to the builder: the files that are in the repository or could be, without what `.dockerignore` names. */
export function makeContext(root: string, files: readonly string[], ignored: readonly string[], to: string) {
  for (const file of files) {
    const place = path.join(to, file)
    mkdirSync(path.dirname(place), { recursive: true })
    cpSync(path.join(root, file), place)
  }
  for (const found of globSync([...ignored], { cwd: to }))
    rmSync(path.join(to, found), { recursive: true, force: true })
}
