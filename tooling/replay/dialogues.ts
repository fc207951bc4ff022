import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ReplayError } from './replay-error.ts'

export interface Turn {
  speaker: 'USER' | 'SYSTEM'
  utterance: string
}

export interface Dialogue {
  dialogue_id: string
  turns: Turn[]
}

const SHAPE = 'an array of {dialogue_id, turns: [{speaker: "USER" or "SYSTEM", utterance}]}'

/** Reads a file, or every file of a folder in the order of their names, until there are enough. */
export function readDialogues(path: string, limit = Number.POSITIVE_INFINITY): Dialogue[] {
  const files = filesOf(path)
  const dialogues: Dialogue[] = []
  for (const file of files) {
    if (dialogues.length >= limit) break
    const content = readJson(file)
    // A folder may hold other things beside its dialogues, such as their schema.
    if (files.length > 1 && !looksLikeDialogues(content)) continue
    dialogues.push(...checkDialogues(content, file))
  }
  if (dialogues.length === 0) throw new ReplayError(`"${path}" holds no dialogues: expected ${SHAPE}.`)
  return dialogues.slice(0, limit)
}

function filesOf(path: string): string[] {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) throw new ReplayError(`There is no file or folder "${path}".`)
  if (!entry.isDirectory()) return [path]
  const isData = (item: Dirent) => item.isFile() && /\.json(\.gz)?$/.test(item.name)
  const names = readdirSync(path, { withFileTypes: true })
    .filter(isData)
    .map(({ name }) => name)
  return names.toSorted().map((name) => join(path, name))
}

function readJson(file: string): unknown {
  const bytes = readFileSync(file)
  try {
    return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
  } catch {
    throw new ReplayError(`"${file}" is not ${file.endsWith('.gz') ? 'gzipped ' : ''}JSON.`)
  }
}

function looksLikeDialogues(content: unknown): boolean {
  return Array.isArray(content) && isObject(content[0]) && 'turns' in content[0]
}

function checkDialogues(content: unknown, file: string): Dialogue[] {
  if (!Array.isArray(content)) throw new ReplayError(`"${file}" holds no dialogues: expected ${SHAPE}.`)
  return content.map((dialogue: unknown, index) => {
    const name = `Dialogue ${index + 1} of "${basename(file)}"`
    if (!isDialogue(dialogue)) throw new ReplayError(`${name} has another shape: expected ${SHAPE}.`)
    if (dialogue.turns[0]?.speaker !== 'USER') {
      throw new ReplayError(`${name} does not begin with USER: it is the visitor who starts a conversation.`)
    }
    return dialogue
  })
}

function isDialogue(value: unknown): value is Dialogue {
  return (
    isObject(value) &&
    typeof value.dialogue_id === 'string' &&
    Array.isArray(value.turns) &&
    value.turns.every(isTurn)
  )
}

function isTurn(value: unknown): value is Turn {
  return (
    isObject(value) &&
    (value.speaker === 'USER' || value.speaker === 'SYSTEM') &&
    typeof value.utterance === 'string'
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
