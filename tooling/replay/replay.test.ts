import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Message } from '@biometrics/chat-protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnServer, startOwnServer } from '../own-server.ts'
import { findDifference } from './compare.ts'
import { readDialogues } from './dialogues.ts'
import { replay } from './replay.ts'

const FIXTURE = join(import.meta.dirname, 'fixture.json')
const SHARED = process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared')
const REAL_DIALOGUES = join(SHARED, 'data/sgd')
const REAL_COUNT = 50
const COLLEAGUES = 2

describe('dialogues played through the public client', () => {
  let server: OwnServer

  beforeAll(async () => {
    server = await startOwnServer()
  })
  afterAll(() => server.stop())

  async function play(path: string, limit?: number) {
    const dialogues = readDialogues(path, limit)
    const heard: string[] = []
    const report = await replay(dialogues, {
      url: server.url,
      person: server.admin,
      colleagues: COLLEAGUES,
      onMessage: () => heard.push('seen'),
    })
    const turns = dialogues.reduce((sum, dialogue) => sum + dialogue.turns.length, 0)
    expect(report.mismatches).toEqual([])
    expect(heard).toHaveLength(turns)
    return { dialogues: report.dialogues, messages: report.messages - turns, mismatches: report.mismatches }
  }

  test('our own come through to the byte', async () => {
    expect(await play(FIXTURE)).toEqual({ dialogues: 7, messages: 0, mismatches: [] })
  })

  test.skipIf(!existsSync(REAL_DIALOGUES))('fifty real ones, where they are at hand', async () => {
    const report = await play(REAL_DIALOGUES, REAL_COUNT)
    expect(report).toEqual({ dialogues: REAL_COUNT, messages: 0, mismatches: [] })
  })

  test('[MX5] reports count every turn of all that were played', async () => {
    const ask = async (method: string, address: string, token = '', body?: object) => {
      const headers = {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      }
      const answer = await fetch(server.url + address, { method, headers, body: JSON.stringify(body) })
      expect(answer.status).toBe(200)
      return answer.json()
    }
    const { token } = await ask('POST', '/api/v1/auth/login', undefined, server.admin)
    const day = 86_400_000
    const range = new URLSearchParams({
      from: new Date(Date.now() - day).toISOString(),
      to: new Date(Date.now() + day).toISOString(),
      limit: '200',
    })
    const real = existsSync(REAL_DIALOGUES) ? readDialogues(REAL_DIALOGUES, REAL_COUNT) : []
    const turns = [...readDialogues(FIXTURE), ...real]
      .map((dialogue) => dialogue.turns.length)
      .sort((a, b) => a - b)
    const { items } = await ask('GET', `/api/v1/reports/conversations?${range}`, token)
    const counted: number[] = items.map(({ messages }: { messages: number }) => messages)
    expect(counted.sort((a, b) => a - b)).toEqual(turns)
    const { figures } = await ask('GET', `/api/v1/reports/overview?${range}`, token)
    const n = turns.length
    let sum = 0
    for (const count of turns) sum += count
    expect(figures.messages.now).toEqual({
      n,
      mean: sum / n,
      median: turns[Math.ceil(n / 2) - 1],
      p90: turns[Math.ceil((n * 9) / 10) - 1],
    })
    expect(figures.started.now).toBe(n)
  })

  test('what the server refuses is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'replay-'))
    try {
      const file = join(folder, 'empty.json')
      const turns = [
        { speaker: 'USER', utterance: 'Hello' },
        { speaker: 'SYSTEM', utterance: '' },
      ]
      writeFileSync(file, JSON.stringify([{ dialogue_id: 'silent', turns }]))
      const { mismatches } = await replay(readDialogues(file), { url: server.url, person: server.admin })
      expect(mismatches).toEqual([expect.stringMatching(/^Dialogue silent: refused: .*text/)])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('the comparison with the file', () => {
  const dialogue = {
    dialogue_id: 'x',
    turns: [
      { speaker: 'USER' as const, utterance: 'é' },
      { speaker: 'SYSTEM' as const, utterance: 'two' },
    ],
  }
  const said = (seq: number, senderType: 'user' | 'agent' | 'system', text: string) =>
    ({ seq, senderType, type: 'text', content: { text } }) as Message

  test.each([
    ['the same', [said(1, 'user', 'é'), said(2, 'agent', 'two')], null],
    [
      'the same beside what the system said',
      [said(1, 'user', 'é'), said(2, 'system', 's'), said(3, 'agent', 'two')],
      null,
    ],
    ['one too few', [said(1, 'user', 'é')], 'turn 2 is missing, not agent: "two"'],
    [
      'one too many',
      [said(1, 'user', 'é'), said(2, 'agent', 'two'), said(3, 'user', '3')],
      '3 messages for 2 turns',
    ],
    [
      'other bytes for the same letter',
      [said(1, 'user', 'e\u0301'), said(2, 'agent', 'two')],
      'turn 1 is user: "e\u0301", not user: "é"',
    ],
    [
      'another speaker',
      [said(1, 'user', 'é'), said(2, 'user', 'two')],
      'turn 2 is user: "two", not agent: "two"',
    ],
    ['a gap', [said(1, 'user', 'é'), said(3, 'agent', 'two')], 'position 2 is numbered 3'],
  ])('%s', (_name, history, difference) => {
    expect(findDifference(dialogue, history)).toBe(difference)
  })
})

describe('what cannot be played is said in a sentence', () => {
  test.each([
    ['a folder that is not there', null, /^There is no file or folder ".+"\.$/],
    ['no JSON', '{', /^".+" is not JSON\.$/],
    [
      'another shape',
      '[{"dialogue_id": "a", "turns": [{"speaker": "SHE"}]}]',
      /^Dialogue 1 of ".+" has another shape/,
    ],
    [
      'an answer first',
      '[{"dialogue_id": "a", "turns": [{"speaker": "SYSTEM", "utterance": "x"}]}]',
      /does not begin with USER/,
    ],
    ['nothing', '[]', /holds no dialogues/],
  ])('%s', (_name, content, sentence) => {
    const folder = mkdtempSync(join(tmpdir(), 'replay-'))
    const file = join(folder, 'dialogues.json')
    if (content !== null) writeFileSync(file, content)
    expect(() => readDialogues(file)).toThrow(sentence)
    rmSync(folder, { recursive: true })
  })
})
