import { expect, onTestFinished, test } from 'vitest'
import { type ModelAnswer, startModel } from '../testing/start-model.ts'
import { startTestServer } from '../testing/start-test-server.ts'

async function start(answer?: (system: string, user: string) => ModelAnswer) {
  const server = await startTestServer({ outboundAllow: ['127.0.0.1'] })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const rest = (method: string, address: string, body?: unknown, token = ada.token) =>
    server.rest(method, `/api/v1${address}`, body, token)
  const appUuid: string = (await rest('GET', '/apps')).body.items[0].id
  const model =
    answer &&
    (await startModel(({ messages }) => answer(messages[0]?.content ?? '', messages[1]?.content ?? '')))
  if (model)
    await rest('PUT', `/apps/${appUuid}/model`, { baseUrl: model.baseUrl, model: 'small', apiKey: 'k' })
  let count = 0
  /** What Vera says, and what Ada answers, by turns. */
  const talk = async (who: { name: string; email?: string }, said: string[]) => {
    count += 1
    const visitor = await server.visitor({ visitor: who })
    const { conversation } = await visitor.does('conversation:start', { clientId: `c${count}` })
    for (const [index, text] of said.entries()) {
      const message = {
        conversationId: conversation.id,
        clientId: `${count}-${index}`,
        type: 'text',
      } as const
      const speaker = index % 2 === 0 ? visitor : ada
      await speaker.does('message:send', { ...message, content: { text } })
    }
    return conversation.id
  }
  return { server, ada, rest, appUuid, model, talk }
}

test('[BT6] answers are suggested from articles, canned responses and closed conversations alike, and sent by nobody', async () => {
  const { ada, rest, appUuid, talk, server } = await start()
  const files = [
    {
      name: 'd.md',
      text: '# Delivery time\n\nA parcel takes **two days**.\n\n## Questions\n- when does my parcel arrive',
    },
    { name: 'w.md', text: '# Warranty\n\nThree years.' },
  ]
  await rest('POST', '/articles/import', { appId: appUuid, files })
  const canned = {
    title: 'Parcel does not arrive',
    content: 'Sorry that your parcel has not arrived.',
    shortcut: '/late',
  }
  expect((await rest('POST', '/canned-responses', { ...canned, category: '', tags: [] })).status).toBe(201)
  const before = await talk({ name: 'Victor' }, [
    'My parcel does not arrive, I am victor@example.com',
    'It is with your neighbour; write to victor@example.com',
  ])
  await ada.does('conversation:close', { conversationId: before })
  const other = await talk({ name: 'Otto' }, ['How do I change my password?', 'In your account.'])
  await ada.does('conversation:close', { conversationId: other })

  const id = await talk({ name: 'Vera' }, ['When does my parcel arrive?'])
  const { body } = await rest('GET', `/conversations/${id}/suggestions`)
  expect(body).toMatchObject({ question: 'When does my parcel arrive?', hasModel: false })
  expect(body.items[0]).toMatchObject({ kind: 'article', title: 'Delivery time' })
  expect(body.items[0].text).toMatch(/^A parcel takes two days\.\n\nDelivery time: http/)
  const kinds = body.items.map(({ kind }: { kind: string }) => kind)
  expect(new Set(kinds)).toEqual(new Set(['article', 'canned', 'conversation']))
  const alike = body.items.find(({ kind }: { kind: string }) => kind === 'conversation')
  expect(alike).toMatchObject({ id: before, text: 'It is with your neighbour; write to [email 1]' })
  expect(JSON.stringify(body)).not.toMatch(/victor@|password|Three years/)
  // Looking says nothing to anybody.
  const { messages } = await ada.does('conversation:sync', { conversationId: id, afterSeq: 0 })
  expect(messages.filter(({ type }) => type === 'text')).toHaveLength(1)

  const silent = await server.visitor()
  const empty = (await silent.does('conversation:start', { clientId: 'silent' })).conversation.id
  expect((await rest('GET', `/conversations/${empty}/suggestions`)).body).toEqual({
    question: '',
    items: [],
    hasModel: false,
  })
})

test('[BT6] a summary is written by the model, masked and without notes; where none is set it is an extract and says so', async () => {
  const said = ['My order 4711 is late, I am vera@example.com', 'I look it up.', 'Thanks!']
  const plain = await start()
  const id = await plain.talk({ name: 'Vera' }, said)
  const extract = await plain.rest('POST', `/conversations/${id}/summary`, { language: 'de' })
  expect(extract.body).toEqual({
    by: 'extract',
    text: 'Besucher: My order 4711 is late, I am vera@example.com\nTeam: I look it up.\nBesucher: Thanks!',
  })

  const { model, talk, rest, ada, appUuid } = await start(() => ({
    text: 'Order 4711 of [email 1] is late; being looked up.',
  }))
  const led = await talk({ name: 'Vera' }, said)
  await ada.does('message:send', {
    conversationId: led,
    clientId: 'note',
    type: 'text',
    content: { text: 'canary-note' },
    visibility: 'note',
  })
  const summary = await rest('POST', `/conversations/${led}/summary`, { language: 'de' })
  expect(summary.body).toEqual({
    by: 'model',
    text: 'Order 4711 of vera@example.com is late; being looked up.',
  })
  const sent = model?.asked[0]?.text ?? ''
  expect(sent).toContain('tag de')
  expect(sent).not.toMatch(/vera@|canary-note|"k"/)
  const { usedThisMonth } = (await rest('GET', `/apps/${appUuid}/model`)).body
  expect(usedThisMonth).toMatchObject([{ purpose: 'summary', requests: 1 }])
})

test('[BT6] a conversation is translated for the agent and a reply back; without a model that is said', async () => {
  const plain = await start()
  const none = await plain.talk({ name: 'Vera' }, ['Hallo'])
  expect(
    await plain.rest('POST', `/conversations/${none}/translation`, { language: 'en', text: 'x' }),
  ).toMatchObject({ status: 409, body: { code: 'no_model' } })

  const { model, talk, rest, ada, server } = await start((system, user) => {
    const texts: string[] = JSON.parse(user)
    const into = /tag (\S+)\./.exec(system)?.[1] ?? ''
    return { text: `\`\`\`json\n${JSON.stringify(texts.map((text) => `${into}: ${text}`))}\n\`\`\`` }
  })
  const id = await talk({ name: 'Vera' }, ['Wo ist mein Paket? vera@example.com', 'One moment.', 'Danke'])
  const { messages } = await ada.does('conversation:sync', { conversationId: id, afterSeq: 0 })
  const other = await talk({ name: 'Victor' }, ['Geheim'])
  const foreign = (await ada.does('conversation:sync', { conversationId: other, afterSeq: 0 })).messages
  const messageIds = [...messages, ...foreign].map((message) => message.id)
  const translated = await rest('POST', `/conversations/${id}/translation`, { language: 'en', messageIds })
  expect(translated.body.items.map(({ text }: { text: string }) => text)).toEqual([
    'en: Wo ist mein Paket? vera@example.com',
    'en: One moment.',
    'en: Danke',
  ])
  expect(model?.asked[0]?.text).not.toMatch(/vera@|Geheim/)
  const reply = await rest('POST', `/conversations/${id}/translation`, { language: 'de', text: 'It is here' })
  expect(reply.body).toEqual({ items: [{ messageId: null, text: 'de: It is here' }] })
  expect((await rest('POST', `/conversations/${id}/translation`, { language: 'de' })).status).toBe(400)
  // Nothing was said by it.
  const after = await ada.does('conversation:sync', { conversationId: id, afterSeq: 0 })
  expect(after.messages).toHaveLength(messages.length)
  const vera = await server.visitor()
  expect(
    (await rest('POST', `/conversations/${id}/translation`, { language: 'de', text: 'x' }, vera.token))
      .status,
  ).toBe(403)
})

test.each([
  ['answers with another number of texts', { text: '["only one"]' }],
  ['answers with no list', { text: 'Gladly! Here it is.' }],
  ['fails', { status: 500, error: 'out of memory' }],
])('[BT6] a model that %s is no translation, and the agent hears why', async (_what, answer) => {
  const { talk, rest, ada } = await start(() => answer)
  const id = await talk({ name: 'Vera' }, ['Wo?', 'One moment.'])
  const { messages } = await ada.does('conversation:sync', { conversationId: id, afterSeq: 0 })
  const messageIds = messages.map((message) => message.id)
  const refused = await rest('POST', `/conversations/${id}/translation`, { language: 'en', messageIds })
  expect(refused).toMatchObject({ status: 502, body: { code: 'model_failed' } })
})
