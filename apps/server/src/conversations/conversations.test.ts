import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let ana: Awaited<ReturnType<TestServer['agent']>>
/** Groups in which one of them answers, and one in which nobody is given anything. */
let groups: { ada: string; ana: string; nobody: string }

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  ana = await server.agent(ada)
  const add = async (fields: object) =>
    (await server.rest('POST', '/api/v1/groups', fields, ada.token)).body.id as string
  groups = {
    ada: await add({ name: 'Ada', agentIds: [ada.id] }),
    ana: await add({ name: 'Ana', agentIds: [ana.id] }),
    nobody: await add({ name: 'By hand', agentIds: [ada.id, ana.id], routing: 'manual' }),
  }
})
afterAll(() => server.stop())

const hello = (clientId: string = crypto.randomUUID()) => ({
  clientId,
  type: 'text' as const,
  content: { text: 'Hello' },
})

async function waiting(who: keyof typeof groups = 'ada') {
  const vera = await server.visitor({ visitor: { name: 'Vera' } })
  const start = await vera.does('conversation:start', {
    clientId: crypto.randomUUID(),
    groupId: groups[who],
    message: hello(),
  })
  return { vera, ...start, conversationId: start.conversation.id }
}

describe('starting', () => {
  test('[CV1] a conversation begins with its first message, and agents hear of both', async () => {
    const { conversation, messages, vera } = await waiting()
    expect(conversation).toMatchObject({
      appId: 'biometrics-web',
      status: 'active',
      agentId: ada.id,
      priority: 'normal',
      lastSeq: 1,
      visitor: { id: vera.id, name: 'Vera', verified: false },
      queue: null,
    })
    expect(messages).toMatchObject([{ seq: 1, senderType: 'user', content: { text: 'Hello' } }])
    await ada.hears('conversation', (event) => event.id === conversation.id)
    await ada.hears('message', (event) => event.conversationId === conversation.id)
  })

  test('[CV1] the same clientId gives the same conversation, also when asked for at once', async () => {
    const vera = await server.visitor()
    const request = { clientId: 'start', message: hello('first') }
    const starts = await Promise.all([1, 2, 3].map(() => vera.does('conversation:start', request)))
    expect(new Set(starts.map((start) => start.conversation.id)).size).toBe(1)
    const again = await vera.does('conversation:start', request)
    expect(again.messages).toEqual(starts[0]?.messages)
    expect(again.messages).toHaveLength(1)
    const victor = await server.visitor()
    const other = await victor.does('conversation:start', request)
    expect(other.conversation.id).not.toBe(again.conversation.id)
  })

  test('[CV1] a first message that is refused leaves no conversation behind', async () => {
    const vera = await server.visitor()
    for (const message of [
      { ...hello(), content: { text: '' } },
      { clientId: 'i', type: 'image', content: { url: '/uploads/none/x.png', name: 'x.png' } },
    ]) {
      const refusal = await vera.isRefused('conversation:start', { clientId: 'c', message })
      expect(refusal.code).toBe('invalid_payload')
    }
    expect((await server.session({ visitorToken: vera.token })).conversations).toEqual([])
    const { messages } = await vera.does('conversation:start', { clientId: 'c', message: hello() })
    expect(messages).toHaveLength(1)
  })

  test('answers of the form reach the agents as who the visitor says to be', async () => {
    const vera = await server.visitor()
    const prechat = { name: 'Vera Veen', email: 'vera@example.com', topic: 'Readers' }
    const { conversation, messages } = await vera.does('conversation:start', {
      clientId: 'c',
      prechat,
      message: hello(),
    })
    expect(messages[0]?.senderName).toBe('Vera Veen')
    expect(conversation.visitor).toMatchObject({
      name: 'Vera Veen',
      email: 'vera@example.com',
      verified: false,
    })
    const read = await ada.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })
    expect(read.conversation.prechat).toEqual(prechat)
  })

  test('an unknown group is named', async () => {
    const vera = await server.visitor()
    const refusal = await vera.isRefused('conversation:start', {
      clientId: 'c',
      groupId: crypto.randomUUID(),
    })
    expect(refusal).toMatchObject({ code: 'not_found', fields: [{ path: 'groupId' }] })
  })
})

describe('catching up', () => {
  test('[SY1] sync gives what lies after a position, in pages', async () => {
    const { vera, conversationId } = await waiting()
    for (let index = 2; index <= 7; index++) {
      await vera.does('message:send', { conversationId, ...hello() })
    }
    const first = await vera.does('conversation:sync', { conversationId, afterSeq: 2, limit: 3 })
    expect(first.messages.map((message) => message.seq)).toEqual([3, 4, 5])
    expect(first.more).toBe(true)
    const second = await vera.does('conversation:sync', { conversationId, afterSeq: 5, limit: 3 })
    expect(second.messages.map((message) => message.seq)).toEqual([6, 7])
    expect(second.more).toBe(false)
    const newest = await vera.does('conversation:sync', {
      conversationId,
      afterSeq: 0,
      beforeSeq: 6,
      limit: 2,
    })
    expect(newest.messages.map((message) => message.seq)).toEqual([4, 5])
    expect(newest.more).toBe(true)
  })

  test('[SY1] what was stored before a restart of the server is there after it', async () => {
    const local = await startTestServer()
    const admin = await local.admin()
    const vera = await local.visitor()
    const start = await vera.does('conversation:start', { clientId: 'c', message: hello() })
    await local.restart()
    const back = await local.visitor({ visitorToken: vera.token })
    expect(back.id).toBe(vera.id)
    const { messages } = await back.does('conversation:sync', {
      conversationId: start.conversation.id,
      afterSeq: 0,
    })
    expect(messages).toEqual(start.messages)
    await local.connect('/agent', admin.token)
    await local.stop()
  })
})

/** Everything that the database holds. */
async function dump(): Promise<string> {
  const { query } = server.services.database
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(query)
  const tables = rows.map(({ name }) =>
    sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(query),
  )
  return (await Promise.all(tables)).flatMap((table) => table.rows.map(({ row }) => row)).join('\n')
}

describe('hints', () => {
  test('[TY1] typing reaches the other side, both ways, and is stored nowhere', async () => {
    const { vera, conversationId } = await waiting()
    await ada.does('conversation:take', { conversationId })
    await vera.does('typing:set', { conversationId, typing: true, preview: 'my password is' })
    const seen = await ada.hears('typing', (event) => event.conversationId === conversationId)
    expect(seen).toEqual({ conversationId, senderId: vera.id, senderType: 'user', typing: true })
    await ada.does('typing:set', { conversationId, typing: true })
    expect(await vera.hears('typing')).toMatchObject({ senderId: ada.id, senderType: 'agent', typing: true })
    expect(vera.heardOf('typing')).toHaveLength(1)
    expect((await ada.does('conversation:sync', { conversationId, afterSeq: 0 })).messages).toHaveLength(1)
  })

  test('[AW9] unsent words reach those who deal with it where the app wants it, nobody else, and no table', async () => {
    const { vera, conversationId } = await waiting()
    await ana.does('inbox:watch', { watch: true })
    const victor = await server.visitor()
    const types = (preview: string) => vera.does('typing:set', { conversationId, typing: true, preview })
    const { body } = await server.rest('GET', '/api/v1/apps', undefined, ada.token)
    const allow = (typingPreview: boolean) =>
      server.rest('PATCH', `/api/v1/apps/${body.items[0].id}`, { typingPreview }, ada.token)

    expect(body.items[0].typingPreview).toBe(false)
    expect((await allow(true)).body).toMatchObject({ typingPreview: true })
    await types('canary words')
    const seen = await ada.hears('typing', (event) => event.preview !== undefined)
    expect(seen).toEqual({
      conversationId,
      senderId: vera.id,
      senderType: 'user',
      typing: true,
      preview: 'canary words',
    })
    await expect(types('x'.repeat(501))).rejects.toMatchObject({ code: 'invalid_payload' })
    await allow(false)
    await types('other canary words')
    await vera.does('message:send', { conversationId, ...hello() })
    await ada.hears('message', (event) => event.conversationId === conversationId)
    expect(ada.heardOf('typing').filter(({ preview }) => preview?.includes('other canary'))).toEqual([])
    for (const one of [ana, victor, vera])
      expect(JSON.stringify(one.heardOf('typing'))).not.toContain('canary')
    expect(await dump()).not.toContain('canary words')
  })

  test('[TY1] a read mark reaches the other side in its own positions, and never goes back', async () => {
    const { vera, conversationId } = await waiting()
    await ada.does('conversation:take', { conversationId })
    await ada.does('message:send', { conversationId, ...hello(), visibility: 'note' })
    await ada.does('message:send', { conversationId, ...hello() })
    await vera.does('message:read', { conversationId, seq: 2 })
    const fits = (event: { conversationId: string; readerType: string }) =>
      event.conversationId === conversationId && event.readerType === 'user'
    expect(await ada.hears('read', fits)).toMatchObject({ seq: 3 })
    await vera.does('message:read', { conversationId, seq: 1 })
    const { conversation, messages } = await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(conversation.readSeq).toBe(3)
    expect(messages.map((message) => message.read)).toEqual([false, false, true])
    await ada.does('message:read', { conversationId, seq: 3 })
    expect(await vera.hears('read', (event) => event.readerType === 'agent')).toMatchObject({ seq: 2 })
  })

  test('[AG1] unread counts go up with messages and down with reading', async () => {
    const { vera, conversationId } = await waiting()
    await vera.does('message:send', { conversationId, ...hello() })
    const count = async () =>
      (await ada.does('conversation:sync', { conversationId, afterSeq: 0 })).conversation.unreadCount
    expect(await count()).toBe(2)
    await ada.does('message:read', { conversationId, seq: 1 })
    expect(await count()).toBe(1)
    await ada.does('message:read', { conversationId, seq: 99 })
    expect(await count()).toBe(0)
    await ada.does('message:send', { conversationId, ...hello(), visibility: 'note' })
    await ada.does('message:send', { conversationId, ...hello() })
    const seen = await vera.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(seen.conversation.unreadCount).toBe(1)
  })
})

describe('who answers', () => {
  test('[AG1] of two who take it at once one wins, and the other is told who', async () => {
    const { vera, conversationId } = await waiting('nobody')
    const takes = await Promise.allSettled(
      [ada, ana].map((agent) => agent.does('conversation:take', { conversationId })),
    )
    const won = takes.find((take) => take.status === 'fulfilled')
    const lost = takes.find((take) => take.status === 'rejected')
    expect(won?.value.conversation.status).toBe('active')
    expect(lost?.reason).toMatchObject({ code: 'already_assigned', retryable: false })
    expect(lost?.reason.message).toContain(won?.value.conversation.agentName)
    const heard = await vera.hears('conversation', (event) => event.status === 'active')
    expect(heard).toMatchObject({ agentId: won?.value.conversation.agentId, queue: null })
  })

  test('release gives it back to the front of its queue', async () => {
    const first = await waiting('nobody')
    const second = await waiting('nobody')
    await ada.does('conversation:take', { conversationId: second.conversationId })
    const { conversation } = await ada.does('conversation:release', { conversationId: second.conversationId })
    expect(conversation).toMatchObject({ status: 'queued', agentId: null, queue: { position: 1 } })
    const behind = await first.vera.does('conversation:sync', {
      conversationId: first.conversationId,
      afterSeq: 0,
    })
    expect(behind.conversation.queue?.position).toBeGreaterThan(1)
  })

  test('transfer hands it to a colleague with a note that only agents see', async () => {
    const { vera, conversationId } = await waiting()
    await ada.does('conversation:take', { conversationId })
    const { conversation } = await ada.does('conversation:transfer', {
      conversationId,
      toAgentId: ana.id,
      note: 'Yours',
    })
    expect(conversation).toMatchObject({ status: 'active', agentId: ana.id, agentName: 'Ana' })
    await ada.hears('agent', (event) => event.id === ana.id && event.activeChats > 0)
    const note = await ana.hears(
      'message',
      (event) => event.conversationId === conversationId && event.visibility === 'note',
    )
    expect(note.content).toEqual({ text: 'Yours' })
    expect(vera.heardOf('message').some((event) => event.visibility === 'note')).toBe(false)
  })

  test('transfer to a group queues it there; to nobody it is refused', async () => {
    const { conversationId } = await waiting()
    const group = await server.rest('POST', '/api/v1/groups', { name: 'Hardware' }, ada.token)
    const { conversation } = await ada.does('conversation:transfer', {
      conversationId,
      toGroupId: group.body.id,
    })
    expect(conversation).toMatchObject({ status: 'queued', groupId: group.body.id, queue: { position: 1 } })
    for (const to of [
      {},
      { toAgentId: crypto.randomUUID() },
      { toAgentId: ana.id, toGroupId: group.body.id },
    ]) {
      const refusal = await ada.isRefused('conversation:transfer', { conversationId, ...to })
      expect(refusal.fields?.[0]?.path).toBe('toAgentId')
    }
  })

  test('[AG1] close and reopen; closing twice changes nothing', async () => {
    const { vera, conversationId } = await waiting()
    await ada.does('conversation:take', { conversationId })
    expect((await ada.isRefused('conversation:reopen', { conversationId })).code).toBe(
      'conversation_not_closed',
    )
    const closed = await ada.does('conversation:close', { conversationId, resolved: false })
    expect(closed.conversation).toMatchObject({ status: 'closed', resolved: false, agentId: ada.id })
    const again = await ada.does('conversation:close', { conversationId })
    expect(again.conversation).toEqual(closed.conversation)
    expect((await ana.isRefused('conversation:take', { conversationId })).code).toBe('conversation_closed')
    await vera.hears('conversation', (event) => event.status === 'closed')
    const open = await ana.does('conversation:reopen', { conversationId })
    expect(open.conversation).toMatchObject({
      status: 'active',
      agentId: ada.id,
      closedAt: null,
      resolved: null,
    })
  })

  test('a conversation is rated once', async () => {
    const { vera, conversationId } = await waiting()
    const rating = { conversationId, score: 4 as const, comment: 'Kind' }
    const { conversation } = await vera.does('conversation:rate', rating)
    expect(conversation.rating).toEqual({ score: 4, comment: 'Kind' })
    expect((await vera.does('conversation:rate', rating)).conversation.rating).toEqual(conversation.rating)
    expect((await vera.isRefused('conversation:rate', { conversationId, score: 1 })).code).toBe(
      'already_rated',
    )
    for (const score of [0, 6, 4.5, '5']) {
      expect((await vera.isRefused('conversation:rate', { conversationId, score })).fields?.[0]?.path).toBe(
        'score',
      )
    }
  })

  test('the more urgent waits in front', async () => {
    await waiting('nobody')
    const late = await waiting('nobody')
    const { conversation } = await ada.does('conversation:prioritize', {
      conversationId: late.conversationId,
      priority: 'urgent',
    })
    expect(conversation).toMatchObject({ priority: 'urgent', queue: { position: 1 } })
    await late.vera.hears('conversation', (event) => event.queue?.position === 1)
  })
})

describe('the inbox', () => {
  test('[AG1] lists hold what they say, newest activity first, in pages that neither skip nor repeat', async () => {
    const made = []
    for (let index = 0; index < 5; index++) made.push((await waiting('nobody')).conversationId)
    const list = async (query: string) =>
      (await server.rest('GET', `/api/v1/conversations?${query}`, undefined, ana.token)).body
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`status=queued&limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.items.map((item: { id: string }) => item.id))
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.slice(0, 5)).toEqual([...made].reverse())
    const mine = made[0] as string
    await ana.does('conversation:take', { conversationId: mine })
    expect((await list('assignee=me&status=open')).items.map((item: { id: string }) => item.id)).toContain(
      mine,
    )
    expect((await list('assignee=none')).items.map((item: { id: string }) => item.id)).not.toContain(mine)
    await ana.does('conversation:close', { conversationId: mine })
    expect((await list('status=closed')).items[0].id).toBe(mine)
    expect(
      (await list('assignee=me&status=open')).items.map((item: { id: string }) => item.id),
    ).not.toContain(mine)
  })

  test('[AG1] watchers hear the counts of their lists, and activity of others’ conversations', async () => {
    const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
    const { vera, conversationId } = await waiting('ana')
    const { counts } = await ben.does('inbox:watch', { watch: true })
    expect(counts).toMatchObject({ mine: 0 })
    await vera.does('message:send', { conversationId, ...hello() })
    const heard = await ben.hears(
      'conversation',
      (event) => event.id === conversationId && event.lastSeq === 2,
    )
    expect(heard).toMatchObject({ unreadCount: 2, agentId: ana.id })
    expect(
      ben.heardOf('message').some((event) => event.conversationId === conversationId && event.seq === 2),
    ).toBe(false)
    await ana.does('conversation:close', { conversationId })
    await ben.hears('counts', (event) => event.open === counts.open - 1)
  })

  test('[AG1] who syncs a colleague’s conversation hears its messages until leaving', async () => {
    const { vera, conversationId } = await waiting('ana')
    await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
    const { message } = await vera.does('message:send', { conversationId, ...hello() })
    await ada.hears('message', (event) => event.id === message.id)
    await ada.does('conversation:leave', { conversationId })
    const after = await vera.does('message:send', { conversationId, ...hello() })
    await ana.hears('message', (event) => event.id === after.message.id)
    expect(ada.heardOf('message').some((event) => event.id === after.message.id)).toBe(false)
  })

  test('visitors hear when agents come and go', async () => {
    const local = await startTestServer()
    expect((await local.session()).online).toBe(false)
    const vera = await local.visitor()
    const admin = await local.admin()
    await vera.hears('availability', (event) => event.online)
    await admin.does('agent:status', { status: 'away' })
    await vera.hears('availability', (event) => !event.online)
    const { agent } = await admin.does('agent:status', { status: 'online', maxChats: 7 })
    expect(agent).toMatchObject({ status: 'online', maxChats: 7 })
    await admin.hears('agent', (event) => event.id === admin.id && event.maxChats === 7)
    expect((await local.session()).online).toBe(true)
    await local.stop()
  })
})
