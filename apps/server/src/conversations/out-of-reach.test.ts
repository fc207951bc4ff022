import { events } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'

/** What somebody who reaches their groups only hears, and what they are given. Ana is of Sales; Ben and Ada reach all. */

let server: TestServer
type Agent = Awaited<ReturnType<TestServer['agent']>>
let ada: Agent
let ana: Agent
let ben: Agent
let sales: string
let support: string
let number = 0

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  ana = await server.agent(ada)
  ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  sales = (await addGroup('Sales', ana, ben)).id
  support = (await addGroup('Service', ben)).id
  await server.routeByHand(ada)
  const { body } = await server.rest('GET', '/api/v1/groups', undefined, ada.token)
  for (const { id, isDefault } of body.items)
    if (isDefault) await server.rest('PATCH', `/api/v1/groups/${id}`, { agentIds: [ben.id] }, ada.token)
  await change(ana, { reach: 'groups' })
  ana = await again(ana)
})
afterAll(() => server.stop())

async function addGroup(name: string, ...agents: Agent[]): Promise<{ id: string }> {
  const body = { name, routing: 'manual', agentIds: agents.map(({ id }) => id) }
  const made = await server.rest('POST', '/api/v1/groups', body, ada.token)
  expect(made.status).toBe(201)
  return made.body
}

function change(agent: Agent, to: object) {
  return server.rest('PATCH', `/api/v1/agents/${agent.id}`, to, ada.token)
}

/** On a connection of their own, which hears from now on. */
function again({ token, id }: Agent): Promise<Agent> {
  return server.enterAsAgent({ token, id })
}

async function begin(groupId: string, text = 'Hello') {
  number += 1
  const vera = await server.visitor({ visitor: { name: `Vera ${number}` } })
  const message = { clientId: 'm', type: 'text' as const, content: { text } }
  const { conversation } = await vera.does('conversation:start', { clientId: 'c', groupId, message })
  const says = (said: string) =>
    vera.does('message:send', {
      conversationId: conversation.id,
      clientId: said,
      type: 'text',
      content: { text: said },
    })
  return { vera, id: conversation.id, says }
}

/** Every event that names one; but not that it is gone, and where it ends is told every 15 s to those who hear of it anyway. */
const OF_CONVERSATIONS = Object.entries(events)
  .filter(
    ([name, schema]) =>
      name === 'conversation' || JSON.stringify(z.toJSONSchema(schema)).includes('"conversationId"'),
  )
  .map(([name]) => name)
  .filter((name) => name !== 'gone' && name !== 'heads')
  .sort()

const note = (conversationId: string, text: string) =>
  ({ conversationId, clientId: text, type: 'text', content: { text }, visibility: 'note' }) as const

/** Whatever was told of it, in order. */
function heardOf(agent: Agent, id: string): string[] {
  return agent.heard.filter(({ payload }) => JSON.stringify(payload).includes(id)).map(({ event }) => event)
}

/** What is told before is heard before: one more word that Ana hears by all means. */
async function settle(agent: Agent) {
  const { id } = await begin(sales)
  await agent.hears('conversation', (told) => told.id === id)
}

describe('what is heard', () => {
  test('[SC1] nothing of another group: no message, no change, no word typed, no reading', async () => {
    await ana.does('inbox:watch', { watch: true })
    const { id, vera, says } = await begin(support)
    await ben.does('inbox:watch', { watch: true })
    await ben.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    await ada.does('conversation:look', { conversationId: id, looking: true })
    await says('Anybody there?')
    await ada.does('message:send', note(id, '@Ben and @Ana, who is it?'))
    await vera.does('typing:set', { conversationId: id, typing: true })
    await ben.does('message:read', { conversationId: id, seq: 1 })
    await ben.does('conversation:prioritize', { conversationId: id, priority: 'high' })
    await ben.does('conversation:take', { conversationId: id })
    await ben.does('conversation:release', { conversationId: id })
    await ben.does('conversation:close', { conversationId: id })
    await settle(ana)
    expect(heardOf(ana, id)).toEqual([])
    // Whatever there is to hear of a conversation, somebody who reaches it has heard in this.
    await expect
      .poll(() => [...new Set(heardOf(ben, id))].sort(), { timeout: 15_000 })
      .toEqual(OF_CONVERSATIONS)
    const mine = await begin(sales)
    await mine.says('Anybody here?')
    await ana.hears('message', (told) => told.conversationId === mine.id)
  })

  test('[SC1] what leaves is gone, also where it is open, and nothing of it is heard after that', async () => {
    const { id, says } = await begin(sales)
    await ana.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    await ben.does('conversation:transfer', { conversationId: id, toGroupId: support })
    const gone = await ana.hears('gone', ({ conversationId }) => conversationId === id)
    const { conversation } = await ben.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    expect(gone.updatedAt).toBe(conversation.updatedAt)
    await says('Where are you?')
    await ben.does('message:send', note(id, 'for colleagues'))
    await settle(ana)
    expect(heardOf(ana, id).at(-1)).toBe('gone')
    expect(heardOf(ben, id)).not.toContain('gone')
    expect(await ana.isRefused('conversation:sync', { conversationId: id, afterSeq: 0 })).toMatchObject({
      code: 'not_found',
    })
  })

  test('[SC1] what comes is there: of an own group, and whatever was given and is taken away again', async () => {
    const { id } = await begin(support)
    await ben.does('conversation:transfer', { conversationId: id, toGroupId: sales })
    await ana.hears('conversation', (told) => told.id === id)
    await ana.does('conversation:take', { conversationId: id })
    await ana.does('conversation:transfer', { conversationId: id, toGroupId: support, note: 'Not ours' })
    await ana.hears('gone', ({ conversationId }) => conversationId === id)
    await settle(ana)
    // The line of history goes to whoever had it, where it is still theirs to see.
    expect(heardOf(ana, id).at(-1)).toBe('gone')
    expect(
      ana
        .heardOf('assignment')
        .some(({ reason, conversationId }) => reason === 'taken' && conversationId === id),
    ).toBe(true)
  })

  test('[SC1] what is of no group is everybody’s until somebody answers for it', async () => {
    const { id: groupId } = await addGroup('For a while', ben)
    const { id } = await begin(groupId)
    await server.rest('DELETE', `/api/v1/groups/${groupId}`, undefined, ada.token)
    await ana.hears('conversation', (told) => told.id === id && told.groupId === null)
    await ana.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    await ben.does('conversation:take', { conversationId: id })
    await ana.hears('gone', ({ conversationId }) => conversationId === id)
    await ben.does('conversation:release', { conversationId: id })
    await ana.hears('conversation', (told) => told.id === id && told.agentId === null)
    await ana.does('conversation:take', { conversationId: id })
    expect(heardOf(ben, id)).not.toContain('gone')
    await ana.does('conversation:close', { conversationId: id })
  })

  test('[SC1] counts are of what is theirs to see, and equal the lists', async () => {
    const { counts } = await ana.does('inbox:watch', { watch: true })
    const list = async (query: string) =>
      (await server.rest('GET', `/api/v1/conversations?limit=100&${query}`, undefined, ana.token)).body.items
    expect(counts.open).toBe((await list('status=open')).length)
    expect(counts.unassigned).toBe((await list('status=queued')).length)
    const all = await ben.does('inbox:watch', { watch: true })
    expect(all.counts.open).toBeGreaterThan(counts.open)
  })
})

describe('rights that change', () => {
  test('[SC1] whoever reaches more or less than before comes again within 5 s, without signing in anew', async () => {
    const rosa = await server.agent(ada, { name: 'Rosa', email: 'rosa@example.com' })
    const { id } = await begin(support)
    const read = (token: string) => server.rest('GET', `/api/v1/conversations/${id}`, undefined, token)
    expect((await read(rosa.token)).status).toBe(200)
    const began = Date.now()
    const ended = (agent: Agent) => new Promise((resolve) => agent.socket.once('disconnect', resolve))
    let end = ended(rosa)
    await change(rosa, { reach: 'groups' })
    await end
    expect((await read(rosa.token)).status).toBe(404)

    // Other groups: found by itself, on whichever node.
    const back = await again(rosa)
    end = ended(back)
    const group = await server.rest('GET', `/api/v1/groups/${support}`, undefined, ada.token)
    const agentIds = [...group.body.agentIds, rosa.id]
    await server.rest('PATCH', `/api/v1/groups/${support}`, { agentIds }, ada.token)
    expect((await read(rosa.token)).status).toBe(200)
    await end
    const third = await again(rosa)
    await ben.does('conversation:prioritize', { conversationId: id, priority: 'urgent' })
    await third.hears('conversation', (told) => told.id === id)
    expect(Date.now() - began).toBeLessThan(60_000)
  })

  test('[SC1] it is written down who may reach what', async () => {
    const { body } = await server.rest('GET', '/api/v1/audit?action=agent.changed', undefined, ada.token)
    const lines: { objectId: string; detail: { reach?: string } }[] = body.items
    expect(lines.some(({ objectId, detail }) => objectId === ana.id && detail.reach === 'groups')).toBe(true)
  })

  test('[SC1] an admin reaches everything, whatever was chosen before', async () => {
    const max = await server.agent(ada, { name: 'Max', email: 'max@example.com' })
    await change(max, { reach: 'groups' })
    const made = await change(max, { role: 'admin' })
    expect(made.body).toMatchObject({ role: 'admin', reach: 'all' })
    const login = { email: 'max@example.com', password: 'staple battery horse' }
    const { body } = await server.rest('POST', '/api/v1/auth/login', login)
    const { id } = await begin(support)
    const answer = await server.rest('GET', `/api/v1/conversations/${id}`, undefined, body.token)
    expect(answer.status).toBe(200)
  })
})

describe('what is given', () => {
  test('[SC1] nobody is given what is not theirs to see, and it is said in words', async () => {
    const { id } = await begin(support)
    const refusal = await ben.isRefused('conversation:transfer', { conversationId: id, toAgentId: ana.id })
    expect(refusal).toMatchObject({
      code: 'out_of_reach',
      message: expect.stringContaining('Ana'),
      fields: [{ path: 'toAgentId' }],
    })
    const mine = await begin(sales)
    await ben.does('conversation:transfer', { conversationId: mine.id, toAgentId: ana.id })
    await ana.hears('conversation', (told) => told.id === mine.id && told.agentId === ana.id)
  })

  test('[SC1] what wakes or is opened again goes to the queue where its group is no longer its agent’s', async () => {
    const { id: groupId } = await addGroup('Once', ana, ben)
    const ids = [(await begin(groupId)).id, (await begin(groupId)).id]
    let hers = await again(ana)
    for (const id of ids) await ben.does('conversation:transfer', { conversationId: id, toAgentId: ana.id })
    for (const id of ids) await hers.does('conversation:close', { conversationId: id })
    await ben.does('conversation:reopen', { conversationId: ids[0] ?? '' })
    await expect(
      ben.does('conversation:sync', { conversationId: ids[0] ?? '', afterSeq: 0 }),
    ).resolves.toMatchObject({
      conversation: { agentId: ana.id },
    })
    await server.rest('PATCH', `/api/v1/groups/${groupId}`, { agentIds: [ben.id] }, ada.token)
    hers = await again(ana)
    const { conversation } = await ben.does('conversation:reopen', { conversationId: ids[1] ?? '' })
    expect(conversation).toMatchObject({ status: 'queued', agentId: null })
    // What she answers for stays hers.
    await hers.does('conversation:sync', { conversationId: ids[0] ?? '', afterSeq: 0 })
    await hers.does('conversation:close', { conversationId: ids[0] ?? '' })
  })

  test('[SC1] being named opens nothing', async () => {
    const { id } = await begin(support)
    const mine = await begin(sales)
    await ben.does('message:send', note(id, '@Ana look at this'))
    await ben.does('message:send', note(mine.id, '@Ana look at that'))
    const hers = await again(ana)
    const read = () => server.rest('GET', '/api/v1/mentions', undefined, ana.token)
    const { body } = await read()
    expect(body.items.map(({ conversationId }: { conversationId: string }) => conversationId)).toEqual([
      mine.id,
    ])
    expect(body.unread).toBe(1)
    await ben.does('conversation:transfer', { conversationId: mine.id, toGroupId: support })
    expect((await read()).body).toMatchObject({ items: [], unread: 0 })
    hers.socket.close()
  })

  test('[SC1] a person is shown with what is theirs to see of them, and those who speak to others only are nobody', async () => {
    const { vera, id } = await begin(support, 'A word to others')
    const profile = () => server.rest('GET', `/api/v1/visitors/${vera.id}/profile`, undefined, ana.token)
    const approach = (visitorId: string) =>
      server.rest('POST', `/api/v1/visitors/${visitorId}/conversations`, { text: 'Hello' }, ana.token)
    expect((await profile()).status).toBe(404)
    expect((await approach(vera.id)).status).toBe(404)
    const { conversation } = await vera.does('conversation:start', { clientId: 'mine', groupId: sales })
    const { body } = await profile()
    expect(body.conversations.map((one: { id: string }) => one.id)).toEqual([conversation.id])
    await ben.does('conversation:close', { conversationId: conversation.id })
    // Who talks to colleagues is not begun with; nothing else is said of it.
    expect((await approach(vera.id)).body).toMatchObject({ code: 'already_assigned' })
    await ben.does('conversation:close', { conversationId: id })
    const begun = await approach(vera.id)
    expect(begun).toMatchObject({ status: 201, body: { groupId: sales, agentId: ana.id } })
    const nobody = await server.visitor()
    expect((await approach(nobody.id)).body).toMatchObject({ groupId: sales })
  })

  test('[SC1] [BT6] neither suggested answers nor open questions tell what others were asked', async () => {
    const question = 'Which jellyfish glows in the dark?'
    const foreign = await begin(support, question)
    await ben.does('conversation:take', { conversationId: foreign.id })
    await ben.does('message:send', { ...note(foreign.id, 'The crystal one'), visibility: 'all' })
    await ben.does('conversation:close', { conversationId: foreign.id })
    const { query } = server.services.database
    const { app_uuid } = await query
      .selectFrom('conversations')
      .select('app_uuid')
      .where('id', '=', foreign.id)
      .executeTakeFirstOrThrow()
    await query
      .insertInto('unanswered_questions')
      .values({ id: uuid(), app_uuid, conversation_id: foreign.id, question, confidence: 0, at: new Date() })
      .execute()
    const mine = await begin(sales, question)
    for (const path of [`conversations/${mine.id}/suggestions`, `apps/${app_uuid}/bot/unanswered`]) {
      const read = (token: string) => server.rest('GET', `/api/v1/${path}`, undefined, token)
      const told = [await read(ben.token), await read(ana.token)].map(({ body }) =>
        JSON.stringify(body.items).includes('jellyfish'),
      )
      expect(told, path).toEqual([true, false])
    }
  })

  test('[SC1] a file is theirs to see where the message is that it stands in', async () => {
    const one = await begin(support)
    const other = await begin(sales)
    const paths: string[] = []
    for (const { vera, id } of [one, other]) {
      const { url } = await upload(server.url, vera.token, 'a.txt', new TextEncoder().encode('What was sent'))
      await vera.does('message:send', {
        conversationId: id,
        clientId: 'file',
        type: 'file',
        content: { url, name: 'a.txt', size: 13, mimeType: 'text/plain' },
      })
      paths.push(new URL(url, server.url).pathname)
    }
    const drafted = await upload(server.url, ben.token, 'b.txt', new TextEncoder().encode('For all'))
    paths.push(new URL(drafted.url, server.url).pathname)
    const statuses = async (token: string) =>
      Promise.all(paths.map(async (path) => (await server.rest('GET', path, undefined, token)).status))
    expect(await statuses(ben.token)).toEqual([200, 200, 200])
    expect(await statuses(ana.token)).toEqual([404, 200, 200])
  })

  test('[SC1] messages of who reaches their groups only are stored in their order', async () => {
    const { id } = await begin(sales)
    const hers = await again(ana)
    const words = Array.from({ length: 40 }, (_, n) => `word ${n}`)
    await Promise.all(
      words.map((text) => hers.does('message:send', { ...note(id, text), visibility: 'all' })),
    )
    const { messages } = await hers.does('conversation:sync', { conversationId: id, afterSeq: 1, limit: 100 })
    const said = messages.flatMap((message) => (message.type === 'text' ? [message.content.text] : []))
    expect(said).toEqual(words)
  })
})
