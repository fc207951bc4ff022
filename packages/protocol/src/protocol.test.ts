import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { commands, ERRORS, events, LIMITS, PROTOCOL_VERSION } from './index.ts'

/** One fingerprint per version; an older line never changes. */
const FINGERPRINTS: Record<number, string> = {
  1: 'd8394df581830226',
  2: '20808e04e576b83d',
  3: '81969c207ec59c44',
  4: 'fb1e9578fd91e183',
  5: 'e571057a403031cb',
  6: 'cd43c387773139ac',
  7: '6a729a6a9e421032',
  8: '7f6b26bb92b4b8d7',
  9: 'ee2bc430ef718c55',
  10: '90c5e0bc4ce3b3f1',
  11: '153ee53a2146503b',
}

function fingerprint(): string {
  const wire = {
    commands: Object.entries(commands).map(([name, { who, payload, reply }]) => [
      name,
      who,
      z.toJSONSchema(payload, { io: 'input' }),
      z.toJSONSchema(reply),
    ]),
    events: Object.entries(events).map(([name, payload]) => [name, z.toJSONSchema(payload)]),
    errors: ERRORS,
  }
  return createHash('sha256')
    .update(JSON.stringify(sorted(wire)))
    .digest('hex')
    .slice(0, 16)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

describe('the wire', () => {
  test('has not changed without a new version and a line of history', async () => {
    expect(
      fingerprint(),
      'the schemas changed: raise PROTOCOL_VERSION, add its history and this fingerprint',
    ).toBe(FINGERPRINTS[PROTOCOL_VERSION])
    const history = await readFile(new URL('./version.ts', import.meta.url), 'utf8')
    for (const version of Object.keys(FINGERPRINTS)) expect(history).toContain(` * ${version}: `)
  })

  test('has the names of the contract', () => {
    expect(Object.keys(commands)).toEqual(
      expect.arrayContaining([
        ...['conversation:start', 'conversation:sync', 'message:send', 'message:read', 'typing:set'],
        ...['conversation:rate', 'conversation:close', 'page:view', 'agent:status', 'conversation:take'],
        ...[
          'conversation:release',
          'conversation:transfer',
          'conversation:prioritize',
          'conversation:reopen',
        ],
      ]),
    )
    expect(Object.keys(events)).toEqual(
      expect.arrayContaining(['message', 'conversation', 'typing', 'read', 'availability', 'agent']),
    )
  })
})

describe('what one message may hold', () => {
  const fits = (content: { text: string; value?: string }) =>
    commands['message:send'].payload.safeParse({
      conversationId: '01900000-0000-7000-8000-000000000000',
      clientId: 'c',
      type: 'text',
      content,
    })
  /** JSON writes it with six letters. */
  const CONTROL = '\u0001'

  test('is counted in bytes of its JSON, and every text that is not too long fits', () => {
    expect(fits({ text: CONTROL.repeat(LIMITS.textLength) }).success).toBe(true)
    const text = CONTROL.repeat(LIMITS.textLength)
    const left = LIMITS.contentBytes - JSON.stringify({ text, value: '' }).length
    const full = { text, value: CONTROL.repeat(Math.floor(left / 6)) + 'x'.repeat(left % 6) }
    expect(JSON.stringify(full)).toHaveLength(LIMITS.contentBytes)
    expect(fits(full).success).toBe(true)
    const tooLarge = fits({ ...full, value: `${full.value}x` })
    expect(tooLarge.error?.issues).toMatchObject([
      { path: ['content'], message: `must be at most ${LIMITS.contentBytes} bytes of JSON` },
    ])
  })
})

describe('errors', () => {
  test('docs/errors.md says what the table says', async () => {
    const page = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
    const rows = Object.entries(ERRORS).map(
      ([code, { status, retryable, title }]) =>
        `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${title} |`,
    )
    expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
  })
})
