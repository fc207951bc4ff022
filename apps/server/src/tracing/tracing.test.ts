import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

interface Span {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  kind: number
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
  status: { code?: number }
}

/** A collector of OTLP over HTTP, as small as can be. */
async function startCollector() {
  const bodies: string[] = []
  let status = 200
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url === '/v1/traces') bodies.push(Buffer.concat(chunks).toString())
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    answers: (next: number) => (status = next),
    spans: (): Span[] =>
      bodies.flatMap((body) =>
        JSON.parse(body).resourceSpans.flatMap((resource: { scopeSpans: { spans: Span[] }[] }) =>
          resource.scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
  }
}

test('[MX9] a collector is told of requests, commands and what they ask PostgreSQL, and of nothing that people say', async () => {
  const collector = await startCollector()
  const server = await startTestServer({
    tracing: { endpoint: collector.endpoint, serviceName: 'chat-of-the-test' },
  })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const visitor = await server.visitor({ visitor: { name: 'Vera Secret' } })
  const message = { clientId: 'm', type: 'text', content: { text: 'my secret word' } } as const
  const { conversation } = await visitor.does('conversation:start', { clientId: 'c', message })
  await visitor
    .does('message:read', { conversationId: '00000000-0000-7000-8000-000000000000', seq: 1 })
    .catch(() => {})
  // Whoever asks may be tracing too.
  const [traceId, parentId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']
  const asked = await fetch(`${server.url}/api/v1/conversations/${conversation.id}`, {
    headers: { authorization: `Bearer ${ada.token}`, traceparent: `00-${traceId}-${parentId}-01` },
  })
  expect(asked.status).toBe(200)

  const found = (name: string, fits: (span: Span) => boolean = () => true) =>
    collector.spans().find((span) => span.name === name && fits(span))
  await expect
    .poll(() => found('GET /api/v1/conversations/:id', (span) => span.traceId === traceId))
    .toBeDefined()
  const request = found('GET /api/v1/conversations/:id')
  expect(request).toMatchObject({ traceId, parentSpanId: parentId, kind: 2 })
  expect(request?.attributes).toContainEqual({
    key: 'http.response.status_code',
    value: { intValue: 200 },
  })
  const inside = collector.spans().filter(({ parentSpanId }) => parentSpanId === request?.spanId)
  expect(inside.length).toBeGreaterThan(0)
  expect(inside.every((span) => span.traceId === traceId && span.kind === 3)).toBe(true)

  const start = found('conversation:start')
  expect(start).toMatchObject({ kind: 2 })
  expect(collector.spans().some(({ parentSpanId }) => parentSpanId === start?.spanId)).toBe(true)
  const refused = found('message:read')
  expect(refused?.status.code).toBe(2)
  expect(refused?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: 'not_found' } })

  const all = collector.bodies.join('\n')
  expect(all).toContain('chat-of-the-test')
  for (const secret of ['secret word', 'Vera Secret', conversation.id, ada.token, visitor.token])
    expect(all).not.toContain(secret)
})

test('[MX9] a collector that is away or refuses costs nobody an answer', async () => {
  const collector = await startCollector()
  collector.answers(503)
  const refused = await startTestServer({ tracing: { endpoint: collector.endpoint, serviceName: 'chat' } })
  const away = await startTestServer({ tracing: { endpoint: 'http://127.0.0.1:9', serviceName: 'chat' } })
  for (const server of [refused, away]) {
    expect((await server.rest('GET', '/healthz')).status).toBe(200)
    await server.stop()
  }
})

test('[MX9] without an endpoint nothing of OpenTelemetry is loaded', async () => {
  const href = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
    await import(${href('../server.ts')})
    const { openTracing } = await import(${href('./tracing.ts')})
    const off = await openTracing(null)
    // The interface alone comes with what counts for Prometheus.
    const isOurs = (url) => /@opentelemetry\\/(?!api\\/)/.test(url)
    const before = loaded.filter(isOurs)
    const on = await openTracing({ endpoint: 'http://127.0.0.1:9', serviceName: 'chat' })
    await on.stop()
    console.log(JSON.stringify({ off, before, isLoaded: loaded.some(isOurs) }))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  expect(JSON.parse(stdout)).toEqual({ off: null, before: [], isLoaded: true })
})
