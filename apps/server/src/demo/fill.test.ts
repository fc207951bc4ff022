import {
  type Conversation,
  conversation as conversationSchema,
  type Message,
  message as messageSchema,
  newCannedResponse,
} from '@biometrics/chat-protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listConversations } from '../conversations/list-conversations.ts'
import { syncConversation } from '../conversations/sync-conversation.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { CANNED_RESPONSES } from './canned-responses.ts'
import { type Demo, fillDemo } from './fill.ts'

let server: TestServer
let demo: Demo
let token: string
let conversations: Conversation[]
let messages: Map<string, Message[]>

beforeAll(async () => {
  server = await startTestServer()
  demo = await fillDemo(server)
  token = await signIn()
  conversations = await all<Conversation>('/api/v1/conversations')
  messages = new Map()
  for (const { id } of conversations) messages.set(id, await all(`/api/v1/conversations/${id}/messages`))
})
afterAll(() => server.stop())

async function signIn(account = demo.accounts[0]): Promise<string> {
  const { status, body } = await server.rest('POST', '/api/v1/auth/login', account && credentials(account))
  expect(status).toBe(200)
  return body.token
}

const credentials = ({ email, password }: { email: string; password: string }) => ({ email, password })

/** Every page of a list. */
async function all<T>(address: string): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await server.rest(
      'GET',
      `${address}?limit=200${cursor && `&cursor=${cursor}`}`,
      undefined,
      token,
    )
    items.push(...page.body.items)
    cursor = page.body.nextCursor
  }
  return items
}

const everyMessage = () => [...messages.values()].flat()

describe('the demo', () => {
  test('lets the named people sign in', async () => {
    for (const account of demo.accounts) await signIn(account)
    expect(demo.accounts.map(({ name }) => name.split(' ')[0])).toEqual(['Ada', 'Ana', 'Ben'])
  })

  test('has conversations and messages of every kind', () => {
    const kinds = <T>(of: readonly T[]) => [...new Set(of)].sort()
    expect(conversations.length).toBeGreaterThan(45)
    expect(kinds(conversations.map(({ status }) => status))).toEqual(['active', 'closed', 'queued'])
    expect(kinds(conversations.map(({ priority }) => priority))).toEqual(['high', 'low', 'normal', 'urgent'])
    expect(kinds(conversations.flatMap(({ rating }) => rating?.score ?? []))).toEqual([1, 2, 3, 4, 5])
    expect(kinds(conversations.map(({ resolved }) => resolved))).toEqual([false, null, true])
    expect(kinds(everyMessage().map(({ type }) => type))).toEqual([
      'carousel',
      'file',
      'image',
      'quick_reply',
      'system',
      'text',
    ])
    expect(kinds(everyMessage().map(({ visibility }) => visibility))).toEqual(['all', 'note'])
    expect(conversations.some(({ unreadCount }) => unreadCount > 0)).toBe(true)
    expect(conversations.some(({ lastSeq }) => lastSeq >= 250)).toBe(true)
  })

  test('holds only what a client could have sent', () => {
    const faults = [
      ...conversations.map((one) => conversationSchema.safeParse(one).error),
      ...everyMessage().map((one) => messageSchema.safeParse(one).error),
      ...CANNED_RESPONSES.map((one) => newCannedResponse.safeParse(one).error),
    ]
    expect(faults.filter((fault) => fault !== undefined)).toEqual([])
  })

  test('answers quick replies by their message and value', () => {
    const answers = everyMessage().filter((one) => one.type === 'text' && one.content.value !== undefined)
    const byId = new Map(everyMessage().map((one) => [one.id, one]))
    expect(answers.map(({ replyTo }) => byId.get(replyTo ?? '')?.type)).toContain('quick_reply')
    expect(answers.map(({ replyTo }) => byId.get(replyTo ?? '')?.type)).toContain('carousel')
  })

  test('[MS4] counts 1, 2, 3 … in time, and nothing lies in the future', () => {
    const now = Date.now()
    for (const list of messages.values()) {
      expect(list.map(({ seq }) => seq)).toEqual(list.map((_, index) => index + 1))
      const times = list.map(({ timestamp }) => Date.parse(timestamp))
      expect(times).toEqual(times.toSorted((one, other) => one - other))
      expect(times.at(-1)).toBeLessThanOrEqual(now)
    }
  })

  test('[MS6] no visitor can see a note', async () => {
    for (const { id, visitor, appId } of conversations) {
      const session = {
        kind: 'visitor',
        visitorId: visitor.id,
        name: null,
        appUuid: '',
        appId,
        pageHours: null,
      } as const
      const view = await syncConversation(server.services, session, {
        conversationId: id,
        afterSeq: 0,
        limit: 400,
      })
      const list = await listConversations(server.services, session, { limit: 200 })
      expect(JSON.stringify([view, list])).not.toContain('"note"')
      expect(view.messages.map(({ seq }) => seq)).toEqual(view.messages.map((_, index) => index + 1))
    }
  })

  test('is not filled twice', async () => {
    const before = await everything()
    expect(await fillDemo(server)).toEqual(demo)
    expect(await everything()).toEqual(before)
  })
})

/** What REST tells of all that a fill makes. */
async function everything() {
  const lists = ['conversations', 'agents', 'groups', 'canned-responses']
  return Promise.all(lists.map((name) => all(`/api/v1/${name}`)))
}

test('an installation that is in use is left alone', async () => {
  const used = await startTestServer()
  const setup = new URL(used.setupLink ?? 'none:').searchParams.get('token')
  const owner = { name: 'Olga', email: 'olga@example.com', password: 'correct horse battery' }
  await used.rest('POST', '/api/v1/setup', { ...owner, token: setup })
  await expect(fillDemo(used)).rejects.toThrow('This installation is in use')
  await used.stop()
})
