import { LIMITS } from '@biometrics/chat-protocol'
import { expect, onTestFinished, test } from 'vitest'
import { startOwnPostgres } from '../testing/own-postgres.ts'
import { type ModelAnswer, startModel } from '../testing/start-model.ts'
import { startTestServer } from '../testing/start-test-server.ts'

type Options = Parameters<typeof startTestServer>[0]

/** A conversation with a question, and a language model that says what a test wants. */
async function start(answer: () => ModelAnswer = () => ({ text: 'ready' }), options: Options = {}) {
  const server = await startTestServer({ ...options, outboundAllow: ['127.0.0.1'] })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const rest = (method: string, address: string, body?: unknown) =>
    server.rest(method, `/api/v1${address}`, body, ada.token)
  const appUuid: string = (await rest('GET', '/apps')).body.items[0].id
  const model = await startModel(answer)
  const settings = { baseUrl: model.baseUrl, model: 'small' }
  expect((await rest('PUT', `/apps/${appUuid}/model`, settings)).status).toBe(200)
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const says = (text: string, clientId: string) =>
    vera.does('message:send', { conversationId: conversation.id, clientId, type: 'text', content: { text } })
  await says('Where is my parcel?', 'question')
  return {
    server,
    ada,
    rest,
    appUuid,
    model,
    settings,
    says,
    conversation: `/conversations/${conversation.id}`,
  }
}

const LONG = 'x'.repeat(100_000)
const ODD = [null, 7, true, [], {}, '', LONG, 'a\0b', '\ud800', ['x'], { a: 1 }]

test('[BT6] what is no request is refused by the name of its field, and no model is asked', async () => {
  const { rest, conversation, model } = await start()
  const ids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID())
  const bodies: [string, unknown, string][] = [
    ...ODD.map((language): [string, unknown, string] => ['summary', { language }, 'language']),
    ...ODD.map((text): [string, unknown, string] => ['translation', { language: 'de', text }, 'text']),
    ...ODD.filter((odd) => !Array.isArray(odd) || odd.length > 0).map(
      (messageIds): [string, unknown, string] => [
        'translation',
        { language: 'de', messageIds },
        'messageIds',
      ],
    ),
    ...ODD.map((language): [string, unknown, string] => ['translation', { language, text: 'x' }, 'language']),
    ['translation', { language: 'de', messageIds: ids(51) }, 'messageIds'],
    ['translation', { language: 'de', messageIds: ids(1), text: 'x' }, 'messageIds'],
    ['translation', { language: 'de', text: 'x', to: 'fr' }, 'to'],
  ]
  for (const [what, body, field] of bodies) {
    const refused = await rest('POST', `${conversation}/${what}`, body)
    expect([what, body, refused.status, refused.body.code]).toEqual([what, body, 400, 'invalid_payload'])
    const paths: string[] = refused.body.errors.map(({ path }: { path: string }) => path)
    expect([what, body, paths.every((path) => path.split('.')[0] === field)]).toEqual([what, body, true])
    // What was sent is not said back at its full length.
    expect(JSON.stringify(refused.body).length).toBeLessThan(2_000)
  }
  for (const body of ['', '{', '[]', 'null', '"x"', '7']) {
    for (const what of ['summary', 'translation']) {
      const refused = await rest('POST', `${conversation}/${what}`, body)
      expect([what, body, refused.status]).toEqual([what, body, 400])
    }
  }
  const much = JSON.stringify({ language: 'de', text: 'x'.repeat(LIMITS.httpBodyBytes) })
  expect((await rest('POST', `${conversation}/translation`, much)).status).toBe(413)
  expect(model.asked).toEqual([])
  // Ids of nothing are nothing to translate.
  const none = await rest('POST', `${conversation}/translation`, { language: 'de', messageIds: ids(50) })
  expect(none).toMatchObject({ status: 200, body: { items: [] } })
  for (const [method, what] of [
    ['GET', 'suggestions'],
    ['POST', 'summary'],
    ['POST', 'translation'],
  ] as const)
    for (const id of ['x', '%00', crypto.randomUUID()]) {
      const body =
        what === 'translation' ? { language: 'de', text: 'x' } : what === 'summary' ? {} : undefined
      const { status } = await rest(method, `/conversations/${id}/${what}`, body)
      expect([what, status]).toEqual([what, 404])
    }
})

test('[BT6] the longest words, many times, are read as far as a limit says, and answered', async () => {
  const { rest, conversation, says, model } = await start(() => ({ text: '["x"]' }))
  const words = 'wörter ❤️ parcel '.repeat(700).slice(0, LIMITS.textLength).toWellFormed()
  for (let count = 0; count < 5; count++) await says(words, `long-${count}`)
  const suggested = await rest('GET', `${conversation}/suggestions`)
  expect(suggested.status).toBe(200)
  expect(suggested.body.question.length).toBeLessThanOrEqual(2_000)
  const summary = await rest('POST', `${conversation}/summary`, {})
  expect(summary.status).toBe(200)
  const whole = await rest('POST', `${conversation}/translation`, { language: 'de', text: words })
  expect(whole).toMatchObject({ status: 200, body: { items: [{ text: 'x' }] } })
  for (const { text } of model.asked) expect(text.length).toBeLessThan(20_000)
})

test('[BT4] settings of a model that are none are refused by the name of their field, and nothing changes', async () => {
  const { rest, appUuid, settings } = await start()
  const address = `/apps/${appUuid}/model`
  const before = (await rest('GET', address)).body
  const fields = [
    'baseUrl',
    'model',
    'apiKey',
    'tokensPerMonth',
    'costPerMonth',
    'inputPrice',
    'masksPersonalData',
  ]
  for (const field of fields)
    for (const odd of [...ODD, -1, 1e300, 'javascript:alert(1)', 'http://', 'file:///etc/passwd']) {
      const isRight = {
        baseUrl: false,
        model: odd === 'javascript:alert(1)' || odd === 'http://' || odd === 'file:///etc/passwd',
        apiKey: odd === null || (typeof odd === 'string' && /^[a-z:/()1]+$/.test(odd) && odd.length < 1_000),
        tokensPerMonth: odd === 7,
        costPerMonth: odd === 7 || odd === null,
        inputPrice: odd === 7,
        masksPersonalData: odd === true,
      }[field]
      if (isRight) continue
      const refused = await rest('PUT', address, { ...settings, [field]: odd })
      expect([field, odd, refused.status, refused.body.errors?.[0]?.path]).toEqual([field, odd, 400, field])
    }
  expect((await rest('GET', address)).body).toEqual(before)
  expect((await rest('PUT', `/apps/${crypto.randomUUID()}/model`, settings)).status).toBe(404)
  expect((await rest('PUT', '/apps/x/model', settings)).status).toBe(404)
})

test.each<[string, ModelAnswer]>([
  [
    'names its failure with NUL and half of a letter',
    { status: 500, error: 'bad\0 \ud800 things'.repeat(50_000) },
  ],
  ['counts a part of a token', { text: 'ready', usage: { prompt_tokens: 1.5, completion_tokens: 2 } }],
  ['counts backwards', { text: 'ready', usage: { prompt_tokens: -1_000_000, completion_tokens: 1 } }],
  ['counts without end', { text: 'ready', usage: { prompt_tokens: 1e300, completion_tokens: 1 } }],
  ['sends a page', { raw: '<html>' }],
  ['says more than anybody reads', { text: 'y'.repeat(3 * 1024 * 1024), whole: true }],
])('[BT4] a server that %s is counted, named, and harms nothing', async (_what, answer) => {
  const { rest, appUuid } = await start(() => answer)
  const tried = await rest('POST', `/apps/${appUuid}/model/test`)
  expect(tried.status).toBe(200)
  expect(tried.body.detail.length).toBeLessThan(1_000)
  const { usedThisMonth, settings } = (await rest('GET', `/apps/${appUuid}/model`)).body
  expect(usedThisMonth).toMatchObject([{ purpose: 'test', requests: 1, failures: tried.body.ok ? 0 : 1 }])
  expect(usedThisMonth[0].inputTokens).toBeGreaterThanOrEqual(0)
  expect(usedThisMonth[0].inputTokens).toBeLessThan(100_000)
  expect(settings.failure === null).toBe(tried.body.ok)
})

test('[BT4] [BT6] without the database everything says so and asks no model, and works when it is back', async () => {
  const postgres = await startOwnPostgres({ fsync: false })
  onTestFinished(postgres.stop)
  const { rest, appUuid, conversation, model, settings } = await start(() => ({ text: '["x"]' }), {
    connection: postgres.connection,
  })
  const everything = (): [string, string, unknown?][] => [
    ['GET', `${conversation}/suggestions`],
    ['POST', `${conversation}/summary`, {}],
    ['POST', `${conversation}/translation`, { language: 'de', text: 'x' }],
    ['GET', `/apps/${appUuid}/model`],
    ['PUT', `/apps/${appUuid}/model`, settings],
    ['POST', `/apps/${appUuid}/model/test`],
    ['GET', `/apps/${appUuid}/bot`],
    ['GET', `/apps/${appUuid}/bot/flow`],
    ['GET', `/apps/${appUuid}/bot/unanswered`],
  ]
  postgres.kill()
  await expect.poll(postgres.isRunning).toBe(false)
  const refusals = await Promise.all(everything().map((one) => rest(...one)))
  for (const { status, body } of refusals) expect([status, body.code]).toEqual([503, 'database_unavailable'])
  expect(model.asked).toEqual([])
  await postgres.restart()
  const isBack = async () => (await rest('GET', `/apps/${appUuid}/bot`)).status
  await expect.poll(isBack, { timeout: 20_000 }).toBe(200)
  for (const one of everything()) expect([one[1], (await rest(...one)).status]).toEqual([one[1], 200])
})
