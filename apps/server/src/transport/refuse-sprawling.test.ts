import { expect, onTestFinished, test } from 'vitest'
import { parseAbuseLimits } from '../limits/abuse-limits.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { refuseSprawling } from './refuse-sprawling.ts'

const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
const wide = (keys: number) => Object.fromEntries(Array.from({ length: keys }, (_, at) => [`k${at}`, at]))
const REFUSED = { code: 'payload_too_large' }

test('[SC9] what is too deep or has too many keys is refused in words, over REST and by a socket', async () => {
  const server = await startTestServer()
  onTestFinished(server.stop)
  await server.admin()
  const send = (attributes: string) =>
    server.rest(
      'POST',
      '/api/v1/visitor/sessions',
      `{"appId":"biometrics-web","visitor":{"attributes":${attributes}}}`,
    )
  const post = (attributes: unknown) => send(JSON.stringify(attributes))
  expect(await send('['.repeat(100_000) + ']'.repeat(100_000))).toMatchObject({ status: 413, body: REFUSED })
  expect(await post(deep(21))).toMatchObject({ status: 413, body: REFUSED })
  expect(await post(wide(10_001))).toMatchObject({ status: 413, body: REFUSED })
  expect(await post({ a: deep(5) })).toMatchObject({ status: 201 })
  const vera = await server.visitor()
  expect(await vera.isRefused('conversation:start', { clientId: 'c', prechat: deep(30) })).toMatchObject(
    REFUSED,
  )
  expect(await vera.isRefused('conversation:start', { clientId: 'c', prechat: wide(501) })).toMatchObject(
    REFUSED,
  )
  await vera.does('conversation:start', { clientId: 'c' })
})

test('[SC9] how deep and how wide it may be is a setting', async () => {
  const server = await startTestServer({
    abuse: parseAbuseLimits('this-machine jsonDepth=2 jsonKeys=5 commandKeys=2') ?? null,
  })
  onTestFinished(server.stop)
  const post = (more: object) =>
    server.rest('POST', '/api/v1/visitor/sessions', { appId: 'biometrics-web', ...more })
  expect(await post({ page: { url: 'https://shop.example/', title: 'S' } })).toMatchObject({ status: 201 })
  expect(await post({ visitor: { attributes: { a: { b: 1 } } } })).toMatchObject({ status: 413 })
  expect(await post({ visitor: wide(5) })).toMatchObject({ status: 413 })
  const vera = await server.visitor()
  expect(await vera.isRefused('conversation:start', { clientId: 'c', a: 1, b: 2 })).toMatchObject(REFUSED)
})

test('[SC9] counting stops where it is too much', () => {
  const began = performance.now()
  expect(() => refuseSprawling(deep(1_000_000), { depth: 20, keys: 10_000 })).toThrow('20 levels')
  expect(() => refuseSprawling({ a: { b: {} } }, { depth: 2, keys: 2 })).not.toThrow()
  expect(() => refuseSprawling({ a: { b: {} } }, { depth: 1, keys: 2 })).toThrow('1 levels')
  expect(() => refuseSprawling([1, 2, 3], { depth: 5, keys: 2 })).toThrow('2 keys')
  expect(performance.now() - began).toBeLessThan(5_000)
})
