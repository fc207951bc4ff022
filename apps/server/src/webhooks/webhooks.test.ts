import { createHmac } from 'node:crypto'
import type { AgentCommandName } from '@biometrics/chat-protocol'
import { webhookPayload } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { type Received, startSink } from '../testing/start-sink.ts'
import { type Person, startTestServer } from '../testing/start-test-server.ts'

const MINUTE_MS = 60_000

async function start({ outboundAllow = ['127.0.0.1'] } = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, outboundAllow })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const sink = await startSink()
  const rest = (method: string, address: string, body?: unknown) =>
    server.rest(method, `/api/v1${address}`, body, ada.token)
  return {
    clock,
    server,
    ada,
    sink,
    rest,
    async webhook(fields: object = {}) {
      const made = await rest('POST', '/webhooks', { url: sink.url, ...fields })
      expect(made.status).toBe(201)
      return made.body as { id: string; secret: string }
    },
    /** What the sink has by now; the server looks every second of its clock. */
    async received(count: number): Promise<Received[]> {
      await expect
        .poll(
          () => {
            clock.advance(1_000)
            return sink.received.length
          },
          { timeout: 10_000, interval: 30 },
        )
        .toBeGreaterThanOrEqual(count)
      return sink.received
    },
    /** The newest line of the log that fits. */
    async logged(id: string, fits: object) {
      let line: unknown
      await expect
        .poll(
          async () => {
            clock.advance(1_000)
            line = (await rest('GET', `/webhooks/${id}/deliveries`)).body.items[0]
            return line
          },
          { timeout: 10_000, interval: 30 },
        )
        .toMatchObject(fits)
      return line as { id: string; eventId: string; nextAttemptAt: string | null }
    },
    async conversation() {
      const vera = await server.visitor({ visitor: { name: 'Vera' } })
      const message = { clientId: 'hello', type: 'text', content: { text: 'Hello?' } } as const
      const { conversation } = await vera.does('conversation:start', { clientId: 'start', message })
      return { vera, id: conversation.id }
    },
  }
}

describe('[SC13] a webhook', () => {
  test('[SC13] is told what happens, by the documented shape and signed', async () => {
    const { webhook, conversation, received, ada, rest } = await start()
    const { secret } = await webhook({
      events: [
        'conversation.created',
        'conversation.assigned',
        'conversation.closed',
        'conversation.reopened',
        'conversation.rated',
        'message.created',
      ],
    })
    const { vera, id } = await conversation()
    await ada.does('conversation:take', { conversationId: id })
    await ada.does('conversation:close', { conversationId: id })
    await vera.does('conversation:rate', { conversationId: id, score: 5 })
    await ada.does('conversation:reopen', { conversationId: id })
    const all = await received(6)
    const events = all.map(({ body }) => body.event)
    expect(new Set(events)).toEqual(
      new Set([
        'conversation.created',
        'message.created',
        'conversation.assigned',
        'conversation.closed',
        'conversation.rated',
        'conversation.reopened',
      ]),
    )
    for (const { headers, text, body } of all) {
      expect(webhookPayload.parse(body)).toEqual(body)
      expect(body.data.conversation.id).toBe(id)
      const signed = `${headers['x-webhook-timestamp']}.${text}`
      const signature = createHmac('sha256', secret).update(signed).digest('hex')
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'x-webhook-id': body.id,
        'x-webhook-event': body.event,
        'x-webhook-signature': `sha256=${signature}`,
      })
    }
    const message = all.find(
      ({ body }) => body.event === 'message.created' && body.data.message.type === 'text',
    )
    expect(message?.body.data.message).toMatchObject({ content: { text: 'Hello?' }, senderName: 'Vera' })
    const schemas = (await rest('GET', '/../openapi.json')).body
    expect(Object.keys(schemas.webhooks)).toEqual(expect.arrayContaining(events))
    expect(schemas.components.schemas.WebhookPayload).toBeDefined()
  })

  test('[SC13] hears of notes only when it asks for them', async () => {
    const { webhook, conversation, received, ada, sink } = await start()
    await webhook({ events: ['message.created', 'conversation.closed'] })
    const { id } = await conversation()
    const note = { text: 'She has called three times: canary-7261' }
    await ada.does('message:send', {
      conversationId: id,
      clientId: 'note',
      type: 'text',
      content: note,
      visibility: 'note',
    })
    await ada.does('conversation:close', { conversationId: id })
    await received(2)
    expect(sink.received.map(({ body }) => body.event)).toContain('conversation.closed')
    expect(JSON.stringify(sink.received)).not.toContain('canary-7261')
    await webhook({ events: ['note.created'] })
    await ada.does('message:send', {
      conversationId: id,
      clientId: 'note 2',
      type: 'text',
      content: note,
      visibility: 'note',
    })
    await expect.poll(() => received(1).then((all) => all.at(-1)?.body.event)).toBe('note.created')
    expect(sink.received.at(-1)?.body.data.message.content).toEqual(note)
  })

  test('[SC13] what nobody wants is not written down, and what happened before a webhook is not told to it', async () => {
    const { server, conversation, webhook, rest, received, sink } = await start()
    const recorded = async () =>
      (
        await sql<{ count: number }>`select count(*)::integer as count from outbox`.execute(
          server.services.database.query,
        )
      ).rows[0]?.count
    await conversation()
    expect(await recorded()).toBe(0)
    const { id } = await webhook({ events: ['conversation.created'] })
    await conversation()
    expect(await received(1)).toHaveLength(1)
    await rest('DELETE', `/webhooks/${id}`)
    await conversation()
    expect(await recorded()).toBe(0)
    expect(sink.received).toHaveLength(1)
  })

  test('[SC13] that fails is tried again after 1 minute, then ever later up to 6 hours, and then given up', async () => {
    const { webhook, sink, rest, logged, clock } = await start()
    sink.answers(500)
    const { id } = await webhook()
    await rest('POST', `/webhooks/${id}/test`)
    const waits: number[] = []
    let due: string | null = null
    for (let attempts = 1; attempts <= 8; attempts++) {
      const fits = { attempts, status: 'waiting', responseStatus: 500, error: 'It answered 500.' }
      // The line changes twice: when an attempt begins, and when it has failed and the next one is known.
      const line = await logged(id, { ...fits, nextAttemptAt: expect.not.stringMatching(due ?? 'none') })
      due = line.nextAttemptAt
      // It was read up to some seconds after the attempt.
      waits.push(Math.round((Date.parse(due ?? '') - clock.now().getTime()) / MINUTE_MS))
      clock.jump(Date.parse(due ?? '') - clock.now().getTime())
    }
    expect(waits).toEqual([1, 5, 10, 30, 60, 120, 240, 360])
    await logged(id, { attempts: 9, status: 'failed', nextAttemptAt: null })
    expect(new Set(sink.received.map(({ body }) => body.id)).size).toBe(1)
    expect(sink.received).toHaveLength(9)
    expect((await rest('GET', `/webhooks/${id}`)).body).toMatchObject({ state: 'failing', failures: 9 })
  })

  test('[SC13] one delivery can be replayed from the log: the same body under the same id', async () => {
    const { webhook, conversation, rest, logged, received, sink } = await start()
    sink.answers(404)
    const { id } = await webhook({ events: ['message.created'] })
    await conversation()
    const failed = await logged(id, { status: 'waiting', attempts: 1 })
    sink.answers(204)
    const again = await rest('POST', `/webhooks/${id}/deliveries/${failed.id}/replay`)
    expect(again).toMatchObject({ status: 202, body: { eventId: failed.eventId, status: 'waiting' } })
    await logged(id, { status: 'delivered', attempts: 1, responseStatus: 204, error: null })
    const [first, second] = await received(2)
    expect(second?.text).toBe(first?.text)
    expect(second?.headers['x-webhook-id']).toBe(failed.eventId)
    const read = await rest('GET', `/webhooks/${id}/deliveries/${failed.id}`)
    expect(read.body.body).toBe(first?.text)
  })

  test('[SC13] gets a new secret, and for a day the old one signs beside it', async () => {
    const { webhook, rest, received, clock, logged } = await start()
    const { id, secret } = await webhook()
    const { body: rotated } = await rest('POST', `/webhooks/${id}/secret`)
    expect(rotated.secret).not.toBe(secret)
    const signatures = ({ headers, text }: Received, key: string) =>
      `sha256=${createHmac('sha256', key).update(`${headers['x-webhook-timestamp']}.${text}`).digest('hex')}`
    await rest('POST', `/webhooks/${id}/test`)
    const [first] = await received(1)
    if (!first) return
    expect(first.headers['x-webhook-signature']).toBe(signatures(first, rotated.secret))
    expect(first.headers['x-webhook-signature-previous']).toBe(signatures(first, secret))
    await logged(id, { status: 'delivered' })
    clock.jump(24 * 60 * MINUTE_MS)
    await rest('POST', `/webhooks/${id}/test`)
    const second = (await received(2)).at(1)
    expect(second?.headers['x-webhook-signature-previous']).toBeUndefined()
  })

  test('[SC13] that fails fifty times in a row is paused, tried now and then, and goes on after a success', async () => {
    const { webhook, sink, rest, server, clock, logged, received } = await start()
    sink.answers(500)
    const { id } = await webhook()
    await server.services.database.query
      .updateTable('webhooks')
      .set({ failures: 48 })
      .where('id', '=', id)
      .execute()
    const state = async () => (await rest('GET', `/webhooks/${id}`)).body
    for (let failures = 49; failures <= 50; failures++) {
      await rest('POST', `/webhooks/${id}/test`)
      await expect.poll(state).toMatchObject({ failures })
    }
    const paused = await state()
    expect(paused).toMatchObject({ state: 'paused', failures: 50 })
    expect(Date.parse(paused.pausedUntil) - clock.now().getTime()).toBeGreaterThan(14 * MINUTE_MS)

    const before = sink.received.length
    for (let time = 0; time < 5; time++) await rest('POST', `/webhooks/${id}/test`)
    // Longer than the first retry waits, shorter than the pause.
    for (let second = 0; second < 120; second++) clock.advance(1_000)
    await logged(id, { attempts: 0, status: 'waiting' })
    expect(sink.received).toHaveLength(before)

    clock.jump(15 * MINUTE_MS)
    await received(before + 1)
    expect(sink.received).toHaveLength(before + 1)
    await expect.poll(state).toMatchObject({ state: 'paused', failures: 51 })
    sink.answers(200)
    clock.jump(15 * MINUTE_MS)
    await logged(id, { status: 'delivered' })
    await expect.poll(state).toMatchObject({ state: 'working', failures: 0, pausedUntil: null })
  })

  test('[SC13] that never answers holds up neither the chat nor another webhook', async () => {
    const { webhook, sink, server, conversation, logged, clock } = await start()
    const other = await startSink()
    sink.answers(null)
    const hanging = await webhook({ events: ['message.created'] })
    const { vera, id } = await conversation()
    for (let number = 0; number < 30; number++) {
      await vera.does('message:send', {
        conversationId: id,
        clientId: `m${number}`,
        type: 'text',
        content: { text: `message ${number}` },
      })
    }
    await expect
      .poll(() => {
        clock.advance(1_000)
        return sink.received.length
      })
      .toBe(10)
    const { body } = await server.rest(
      'POST',
      '/api/v1/webhooks',
      { url: other.url, events: ['conversation.closed'] },
      (
        await server.rest('POST', '/api/v1/auth/login', {
          email: 'ada@example.com',
          password: 'correct horse battery',
        })
      ).body.token,
    )
    await vera.does('conversation:close', { conversationId: id })
    await logged(body.id, { status: 'delivered' })
    expect(other.received).toHaveLength(1)
    expect(sink.received).toHaveLength(10)
    // After the 5 s that an attempt may take it is said in the log what was wrong.
    await expect
      .poll(
        async () =>
          (
            await server.services.database.query
              .selectFrom('webhook_deliveries')
              .select('error')
              .where('webhook_id', '=', hanging.id)
              .where('error', 'is not', null)
              .execute()
          ).map(({ error }) => error),
        { timeout: 15_000 },
      )
      .toContain('No answer within 5 s.')
  })

  test('[SC13] what was committed is told even when the server dies before it could', async () => {
    const { webhook, conversation, server, received } = await start()
    await webhook({ events: ['conversation.created'] })
    await conversation()
    await server.restart()
    const [first] = await received(1)
    expect(first?.body.event).toBe('conversation.created')
  })

  test.each([
    'http://169.254.169.254/',
    'http://localhost:5432/',
    'http://[::1]/',
    'http://10.0.0.1/',
    'ftp://example.com/',
  ])('[SC10] may not be at %s', async (url) => {
    const { rest } = await start({ outboundAllow: [] })
    const refused = await rest('POST', '/webhooks', { url })
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'invalid_payload', errors: [{ path: 'url' }] },
    })
  })

  test('[SC14] its secret is sealed in the database', async () => {
    const { webhook, server } = await start()
    const { secret } = await webhook()
    const rows = await server.services.database.query.selectFrom('webhooks').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret.slice('whsec_'.length))
  })

  test('[SC13] is for admins and for keys with its scope', async () => {
    const { server, ada, rest, sink } = await start()
    const ana: Person<AgentCommandName> = await server.agent(ada)
    expect((await server.rest('GET', '/api/v1/webhooks', undefined, ana.token)).status).toBe(403)
    const key = (await rest('POST', '/api-keys', { name: 'Ops', scopes: ['webhooks:write'] })).body.token
    expect((await server.rest('POST', '/api/v1/webhooks', { url: sink.url }, key)).status).toBe(201)
    expect((await server.rest('GET', '/api/v1/webhooks', undefined, key)).status).toBe(403)
  })
})
