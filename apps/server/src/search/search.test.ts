import type { AgentCommandName, SearchHit, VisitorCommandName } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { withinSeconds } from './within-seconds.ts'

let server: TestServer
let ada: Person<AgentCommandName>
const conversations: Record<string, string> = {}

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  await begin('Vera', 'en', 'My parcels were shipped to the wrong address')
  await begin('Victor', 'de', 'Die Rechnungen für die Lieferung fehlen')
  await says(ada, 'Vera', 'We have sent it again, tracking number AB-12345')
  await says(ada, 'Vera', 'Canary: she sounded angry', 'note')
  const tags = { conversationId: of('Vera'), tags: ['VIP'] }
  await ada.does('conversation:tag', tags)
  await server.services.searchIndex.catchUp()
})
afterAll(() => server.stop())

const of = (name: string) => conversations[name] as string

async function begin(name: string, language: string, text: string): Promise<Person<VisitorCommandName>> {
  const email = `${name.toLowerCase()}@mail.example.com`
  const visitor = await server.visitor({ visitor: { name, email }, language })
  const message = { clientId: name, type: 'text' as const, content: { text } }
  const { conversation } = await visitor.does('conversation:start', { clientId: name, message })
  conversations[name] = conversation.id
  return visitor
}

async function says(who: Person<AgentCommandName>, name: string, text: string, visibility?: 'note') {
  const conversationId = of(name)
  await who.does('message:send', {
    conversationId,
    clientId: text,
    type: 'text',
    content: { text },
    ...(visibility && { visibility }),
  })
}

function ask(kind: 'messages' | 'visitors', q: string, more = '') {
  return server.rest('GET', `/api/v1/search/${kind}?q=${encodeURIComponent(q)}${more}`, undefined, ada.token)
}

/** What was found, with the hits in brackets. */
async function found(q: string, more = ''): Promise<string[]> {
  const { body } = await ask('messages', q, more)
  return body.items.map(({ excerpt }: SearchHit) =>
    excerpt.map(({ text, hit }) => (hit ? `[${text}]` : text)).join(''),
  )
}

describe('[AW7] the search finds', () => {
  test.each([
    // In the forms of the conversation's language, with the other ones too.
    ['parcel', ['My [parcels] were shipped to the wrong address']],
    ['shipping', ['My parcels were [shipped] to the wrong address']],
    ['rechnung', ['Die [Rechnungen] für die Lieferung fehlen']],
    // By the beginning, and all of several words.
    ['liefer', ['Die Rechnungen für die [Lieferung] fehlen']],
    ['parcel addr', ['My [parcels] were shipped to the wrong [address]']],
    ['parcel rechnung', []],
    ['"wrong address"', ['My parcels were shipped to the [wrong] [address]']],
    ['"address wrong"', []],
    ['ab-12345', ['We have sent it again, tracking number [AB-12345]']],
    ['sent -tracking', []],
    ['angry', ['Canary: she sounded [angry]']],
  ])('%s', async (q, texts) => {
    expect(await found(q)).toEqual(texts)
  })

  test.each([
    ['from:visitor', 2],
    ['from:me', 2],
    ['from:vict', 1],
    ['-from:visitor', 2],
    ['visitor:vera@mail', 3],
    ['tag:vip', 3],
    ['-tag:vip', 1],
    ['is:note', 1],
    ['is:closed', 0],
    ['agent:me', 4],
    ['agent:none', 0],
    ['after:2020 before:2099-12-31', 4],
    ['before:2020', 0],
  ])('%s', async (q, count) => {
    expect(await found(q)).toHaveLength(count)
  })

  test('page after page, newest first', async () => {
    const first = (await ask('messages', 'from:me', '&limit=1')).body
    const second = (await ask('messages', 'from:me', `&limit=1&cursor=${first.nextCursor}`)).body
    const shown = [...first.items, ...second.items].map((hit: SearchHit) => hit.message.visibility)
    expect([shown, second.nextCursor]).toEqual([['note', 'all'], null])
  })

  test('visitors by name and by the parts of an address', async () => {
    for (const q of ['vera', 'mail.example vera', 'vera@mail.example.com']) {
      const { body } = await ask('visitors', q)
      expect(body.items, q).toMatchObject([
        { visitor: { name: 'Vera' }, conversations: 1, lastConversation: { id: of('Vera') } },
      ])
    }
    expect((await ask('visitors', 'mail')).body.items).toHaveLength(2)
    expect((await ask('visitors', 'vera from:me')).body.items).toEqual([])
  })

  test('what is said later, and nothing of a conversation that is gone', async () => {
    const visitor = await begin('Zoe', 'en', 'Where is my ephemeral giraffe?')
    await server.services.searchIndex.catchUp()
    expect(await found('giraffe')).toEqual(['Where is my ephemeral [giraffe]?'])
    await server.services.database.query.deleteFrom('conversations').where('id', '=', of('Zoe')).execute()
    expect(await found('giraffe')).toEqual([])
    const left = await server.services.database.query
      .selectFrom('message_words')
      .select('seq')
      .where('conversation_id', '=', of('Zoe'))
      .execute()
    expect(left).toEqual([])
    visitor.socket.close()
  })
})

test('[AW7] what cannot be understood is refused with its name', async () => {
  for (const [q, message] of [
    ['is:angry', /^is: must be open/],
    ['before:tomorrow', /^before: must be a day/],
    ['tag:', /^tag: says nothing/],
  ] as const) {
    const { status, body } = await ask('messages', q)
    expect([status, body.errors]).toEqual([400, [{ path: 'q', message: expect.stringMatching(message) }]])
  }
  expect((await ask('messages', 'after:2026', '&timeZone=Mars/North')).body.errors).toMatchObject([
    { path: 'timeZone' },
  ])
  expect((await ask('messages', ' ')).status).toBe(400)
  // Signs that mean something to the database are only letters here.
  for (const q of ["it's & (odd) | !:* <->", '\\', "':*", 'a:*b', '%']) {
    expect((await ask('messages', q)).status, q).toBe(200)
  }
})

test('[AW7] a visitor has no search', async () => {
  const { visitorToken } = await server.session()
  for (const kind of ['messages', 'visitors']) {
    const { status } = await server.rest('GET', `/api/v1/search/${kind}?q=canary`, undefined, visitorToken)
    expect(status).toBe(403)
  }
})

test('[SC9] a search that takes too long is ended by PostgreSQL, and says so; the connection lives on', async () => {
  const { reports } = server.services
  const slow = withinSeconds(reports, (query) => sql`select pg_sleep(60)`.execute(query), 50)
  await expect(slow).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining('too long'),
    retryAfterMs: 1_000,
  })
  const quick = withinSeconds(reports, (query) => sql<{ one: number }>`select 1 as one`.execute(query))
  expect((await quick).rows).toEqual([{ one: 1 }])
  const after = await sql<{ ms: string }>`select current_setting('statement_timeout') as ms`.execute(
    reports.query,
  )
  expect(after.rows).toEqual([{ ms: '29s' }])
})
