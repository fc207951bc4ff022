import type { Message } from '@biometrics/chat-protocol'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { type Answer, startTestServer, type TestServer } from '../../testing/start-test-server.ts'

const DATA = {
  'delivery.md':
    '# Where is my order?\n\nYour order arrives within **two days**. Follow it on [our page](https://shop.example/track).\n\n## Questions\n- track my parcel\n- has my order been sent\n- when does my delivery arrive\n- my package has not come\n- shipping status',
  'faq.csv':
    'title,question,answer\nReset your password,i forgot my password,"Press ""Forgotten"" and open the link that we send."\nReset your password,cannot log in,x\nReset your password,reset password,x\nReset your password,sign in does not work,x\nReset your password,change my password,x\nGet an invoice,send me the invoice,Invoices are under Account.\nGet an invoice,i need a receipt,x\nGet an invoice,where do i find my bill,x\nGet an invoice,invoice for last month,x\nGet an invoice,billing documents,x\n',
  'returns.html':
    '<html><head><title>x</title></head><body><main><h1>Return a device</h1><p>Send it back within 30 days; we refund the price.</p></main></body></html>',
  'warranty.md':
    '---\ntitle: Warranty\nquestions:\n  - is my device under warranty\n  - guarantee period\n  - how long is the warranty\n  - warranty repair\n  - broken after one year\n---\nTwo years from the day you bought it.',
}

let server: TestServer
let admin: Awaited<ReturnType<TestServer['admin']>>
let appUuid: string

async function asAdmin(method: string, path: string, body?: unknown): Promise<Answer> {
  return server.rest(method, `/api/v1${path}`, body, admin.token)
}

beforeEach(async () => {
  server = await startTestServer()
  onTestFinished(server.stop)
  admin = await server.admin()
  await admin.does('agent:status', { status: 'away' })
  appUuid = (await asAdmin('GET', '/apps')).body.items[0].id
})

function importFiles(files: Record<string, string>) {
  return asAdmin('POST', '/articles/import', {
    appId: appUuid,
    files: Object.entries(files).map(([name, text]) => ({ name, text })),
  })
}

async function trained() {
  await vi.waitUntil(
    async () => {
      const { status, detail } = (await asAdmin('GET', `/apps/${appUuid}/bot`)).body.training
      if (status === 'failed') throw new Error(detail)
      return status === 'done'
    },
    { timeout: 40_000, interval: 100 },
  )
}

type Visitor = Awaited<ReturnType<TestServer['visitor']>>
let count = 0
async function ask(visitor: Visitor, text: string, value?: string): Promise<string> {
  count += 1
  const content = { text, ...(value !== undefined && { value }) }
  const message = { clientId: `m${count}`, type: 'text' as const, content }
  const known = visitor.heardOf('conversation').at(-1)?.id
  if (known !== undefined) {
    await visitor.does('message:send', { conversationId: known, ...message })
    return known
  }
  const { conversation } = await visitor.does('conversation:start', { clientId: 'c', message })
  await visitor.hears('conversation')
  return conversation.id
}

const hearsBot = (visitor: Visitor, fits: (message: Message) => boolean) =>
  visitor.hears('message', (message) => message.senderType === 'bot' && fits(message))
const says = (words: string) => (message: Message) =>
  message.type === 'text' && message.content.text.includes(words)
const offers = (words: string) => (message: Message) =>
  message.type === 'quick_reply' && (message.content.text ?? '').includes(words)

function valueOf(message: Message, title: string): string {
  const options = message.type === 'quick_reply' ? message.content.options : []
  return options.find((option) => option.title === title)?.value ?? `no option ${title}`
}

async function withArticles() {
  expect((await importFiles(DATA)).body).toEqual({ added: 5, changed: 0, problems: [] })
  await asAdmin('PATCH', `/apps/${appUuid}/bot`, {
    kind: 'knowledge',
    name: 'Robo',
    answerAt: 0.6,
    offerAt: 0.25,
  })
  await trained()
}

test('[BT3] imported articles are learned in a job, and a question in other words is answered with the source', async () => {
  await withArticles()
  const vera = await server.visitor()
  const id = await ask(vera, 'Hi, I have forgotten my pasword')
  const answer = await hearsBot(vera, says('Press "Forgotten"'))
  expect(answer.type === 'text' && answer.content.text).toMatch(
    /Reset your password: http:\/\/localhost:\d+\/help\/biometrics-web\/[0-9a-f-]{36}$/,
  )
  const helpful = await hearsBot(vera, offers('Was this helpful?'))
  await ask(vera, 'Yes', valueOf(helpful, 'Yes'))
  await hearsBot(vera, says('Glad to hear'))
  const { body } = await asAdmin('GET', `/apps/${appUuid}/bot/report`)
  expect(body.articles).toMatchObject([{ title: 'Reset your password', answers: 1, helped: 1, notHelped: 0 }])
  expect(await admin.does('conversation:sync', { conversationId: id, afterSeq: 0 })).toMatchObject({
    conversation: { status: 'active' },
  })
})

test('[BT3] what is out of scope goes to people, and stands in the report, grouped', async () => {
  await withArticles()
  for (const question of [
    'Do you sponsor football clubs?',
    'do you sponsor a football club',
    'What is quantum foam?',
  ]) {
    const visitor = await server.visitor()
    await ask(visitor, question)
    await visitor.hears('conversation', ({ status }) => status === 'queued')
  }
  const report = await asAdmin('GET', `/apps/${appUuid}/bot/unanswered`)
  expect(report.body).toMatchObject({
    questions: 3,
    items: [{ count: 2 }, { count: 1, question: 'What is quantum foam?' }],
  })
  await asAdmin('POST', `/apps/${appUuid}/bot/unanswered/dismiss`, { ids: report.body.items[0].ids })
  expect((await asAdmin('GET', `/apps/${appUuid}/bot/unanswered`)).body.questions).toBe(1)
  const numbers = await asAdmin('GET', `/apps/${appUuid}/bot/report`)
  expect(numbers.body.reasons).toEqual([{ reason: 'out_of_scope', count: 3 }])
})

test('[BT3] between the thresholds it offers three, and after two guesses people take over', async () => {
  await withArticles()
  await asAdmin('PATCH', `/apps/${appUuid}/bot`, { answerAt: 1, offerAt: 0 })
  const vera = await server.visitor()
  await ask(vera, 'password or invoice')
  const offer = await hearsBot(vera, offers('Did you mean'))
  const titles = offer.type === 'quick_reply' ? offer.content.options.map(({ title }) => title) : []
  expect(titles).toHaveLength(5)
  expect(titles).toEqual(
    expect.arrayContaining(['A person, please', 'Reset your password', 'Get an invoice', 'None of these']),
  )
  await ask(vera, 'Get an invoice', valueOf(offer, 'Get an invoice'))
  await hearsBot(vera, says('Invoices are under Account'))

  const victor = await server.visitor()
  await ask(victor, 'password or invoice')
  const again = await hearsBot(victor, offers('Did you mean'))
  await ask(victor, 'None of these', valueOf(again, 'None of these'))
  await victor.hears('conversation', ({ status }) => status === 'queued')
  const numbers = await asAdmin('GET', `/apps/${appUuid}/bot/report`)
  expect(numbers.body.reasons).toEqual([{ reason: 'low_confidence', count: 1 }])
})

test('[BT3] greetings are no questions, and words that pretend to be buttons do no harm', async () => {
  await withArticles()
  const vera = await server.visitor()
  await ask(vera, 'Hello!')
  await hearsBot(vera, says('What can I do for you'))
  await ask(vera, 'x', 'bot:helped:nothing')
  await vera.hears('conversation', ({ status }) => status === 'queued' || status === 'active')
  await ask(vera, 'where is my order?', 'bot:article:01890000-0000-7000-8000-00000000abcd')
  await hearsBot(vera, (message) => message.seq > 2)
})

test('[BT3] importing again changes what came before; a file that cannot be read is named', async () => {
  await importFiles(DATA)
  const again = await importFiles({ ...DATA, 'x.pdf': '%PDF', 'y.csv': 'a,b\n1,2' })
  expect(again.body).toMatchObject({ added: 0, changed: 5 })
  expect(again.body.problems.map(({ file }: { file: string }) => file)).toEqual(['x.pdf', 'y.csv'])
  expect((await asAdmin('GET', '/articles')).body.items).toHaveLength(5)
})

test('[BT3] the help page lists, finds and shows what is published, without scripts; drafts and other apps stay hidden', async () => {
  await importFiles(DATA)
  const draft = await asAdmin('POST', '/articles', {
    appId: appUuid,
    title: 'Secret plan',
    body: 'password',
    isPublished: false,
  })
  const evil = await asAdmin('POST', '/articles', {
    appId: appUuid,
    title: '<script>alert(1)</script>',
    body: '<img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold** `code`',
  })
  const list = await server.rest('GET', '/help/biometrics-web')
  expect(list.body).toContain('Where is my order?')
  expect(list.body).not.toContain('Secret plan')
  expect(list.headers.get('content-security-policy')).toContain("default-src 'none'")
  const found = await server.rest('GET', '/help/biometrics-web?q=passw')
  expect(found.body).toContain('Reset your password')
  expect(found.body).not.toContain('Where is my order?')
  const page = await server.rest('GET', `/help/biometrics-web/${evil.body.id}`)
  expect(page.body).toContain('<strong>bold</strong> <code>code</code>')
  for (const text of [list.body, page.body]) expect(text).not.toMatch(/<script|<img|href="javascript/)
  expect((await server.rest('GET', `/help/biometrics-web/${draft.body.id}`)).status).toBe(404)
  expect((await server.rest('GET', '/help/unknown')).status).toBe(404)
  const search = await server.rest('GET', "/api/v1/help/biometrics-web/search?q=parcel'%20%26%20!%3A*")
  expect(search.body.items).toMatchObject([{ title: 'Where is my order?' }])
})
