import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { float8Array, int4Array, textArray, uuidArray } from './binary-array.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const INT4_MAX = 2 ** 31 - 1
const word = fc.string({ unit: 'grapheme', maxLength: 50 }).filter((text) => !text.includes('\0'))
const itself = <Value>(value: Value) => value

test.each([
  ['int4', fc.integer({ min: -INT4_MAX - 1, max: INT4_MAX }), int4Array],
  ['float8', fc.double({ noNaN: true }).map((value) => value || 0), float8Array],
  ['uuid', fc.uuid(), uuidArray],
  ['text', word, textArray],
] as [
  string,
  fc.Arbitrary<unknown>,
  (items: readonly unknown[], valueOf: (item: unknown) => never) => Buffer,
][])(
  'PostgreSQL reads of %s what was written, with nulls, and nothing of nothing',
  async (type, value, arrayOf) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(value), { maxLength: 40 }), async (items) => {
        const [row] = await server.services.database.prepared<{ items: unknown[] }>(
          `binary_${type}`,
          `select $1::${type}[] as items`,
          [arrayOf(items, itself as never)],
        )
        expect(row?.items).toEqual(items)
      }),
    )
  },
)
