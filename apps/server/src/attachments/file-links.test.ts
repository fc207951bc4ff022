import { expect, onTestFinished, test } from 'vitest'
import { parseAbuseLimits } from '../limits/abuse-limits.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { ADA, type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'
import { changeFileUrls, createFileLinks, withoutSignature } from './file-links.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const words = new TextEncoder().encode('words')

async function start(options: Parameters<typeof startTestServer>[0] = {}) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, ...options })
  onTestFinished(server.stop)
  const status = async (url: string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    return (await fetch(server.url + url, { headers })).status
  }
  return { clock, server, status }
}

async function sendFile(server: TestServer, from: Person<'message:send'>, conversationId: string) {
  const made = await upload(server.url, from.token, 'a.txt', words)
  const content = { url: made.url, name: made.name, size: made.size }
  const clientId = crypto.randomUUID()
  const { message } = await from.does('message:send', { conversationId, clientId, type: 'file', content })
  if (message.type !== 'file') throw new Error('no file')
  return { made, sent: message.content }
}

test('[SC8] an upload’s address is good for whoever has it for a day at most, and then for those whose it is', async () => {
  const { clock, server, status } = await start()
  const ada = await server.admin()
  await ada.does('agent:status', { status: 'away' })
  const [vera, victor] = [await server.visitor(), await server.visitor()]
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const { made, sent } = await sendFile(server, vera, conversation.id)
  expect(sent.url).toBe(made.url)
  // However it is told.
  const withFile = { type: 'file', content: sent }
  expect(await ada.hears('message', ({ type }) => type === 'file')).toMatchObject(withFile)
  const toldOf = (who: typeof ada | typeof vera) => () => {
    clock.advance(1_000)
    return who.heardOf('conversation').map(({ lastMessage }) => lastMessage)
  }
  for (const who of [ada, vera])
    await expect.poll(toldOf(who), { timeout: 10_000 }).toContainEqual(expect.objectContaining(withFile))
  for (const path of ['conversations', 'queue'] as const) {
    const { body } = await server.rest('GET', `/api/v1/${path}`, undefined, ada.token)
    expect(JSON.stringify(body), path).toContain(made.url)
  }
  const bare = withoutSignature(made.url)
  expect(await status(made.url)).toBe(200)
  // Nobody, somebody else, and those whose it is.
  expect(await status(bare)).toBe(401)
  expect(await status(bare, 'vis_nobody')).toBe(401)
  expect(await status(bare, victor.token)).toBe(404)
  expect(await status(bare, vera.token)).toBe(200)
  expect(await status(bare, ada.token)).toBe(200)
  // Neither another file's signature nor a later end of this one.
  const other = await upload(server.url, victor.token, 'b.txt', words)
  expect(await status(bare + other.url.slice(other.url.indexOf('?')))).toBe(401)
  const later = made.url.replace(/until=(\d+)/, (_all, until) => `until=${Number(until) + DAY_MS}`)
  expect(await status(later)).toBe(401)
  expect(await status(`${made.url}&until=1`)).toBe(401)
  clock.jump(DAY_MS)
  expect(await status(made.url)).toBe(401)
  expect(await status(made.url, victor.token)).toBe(404)
  expect(await status(made.url, vera.token)).toBe(200)
  // Whoever reads the conversation is given another.
  const { messages } = await vera.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })
  const anew = messages.find(({ type }) => type === 'file')?.content as { url: string }
  expect(anew.url).not.toBe(made.url)
  expect(await status(anew.url)).toBe(200)
})

test('[SC8] an agent’s file is for the visitor to whom it was sent, and a note’s is not', async () => {
  const { server, status } = await start()
  const ada = await server.admin()
  const [vera, victor] = [await server.visitor(), await server.visitor()]
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const { made } = await sendFile(server, ada as Person<'message:send'>, conversation.id)
  const bare = withoutSignature(made.url)
  expect([await status(bare, vera.token), await status(bare, victor.token)]).toEqual([200, 404])
  const secret = await upload(server.url, ada.token, 'n.txt', words)
  await ada.does('message:send', {
    conversationId: conversation.id,
    clientId: 'note',
    type: 'file',
    visibility: 'note',
    content: { url: secret.url, name: 'n.txt', size: 5 },
  })
  expect(await status(withoutSignature(secret.url), vera.token)).toBe(404)
})

test('[SC8] an address that has run out is not made good by sending it', async () => {
  const { clock, server, status } = await start()
  await server.admin()
  const [vera, victor] = [await server.visitor(), await server.visitor()]
  const begin = async (who: typeof vera) =>
    (await who.does('conversation:start', { clientId: 'c' })).conversation.id
  const { made } = await sendFile(server, vera, await begin(vera))
  clock.jump(DAY_MS)
  const conversationId = await begin(victor)
  const content = { url: made.url, name: 'a.txt', size: 5 }
  const message = { conversationId, clientId: 'x', type: 'file', content }
  expect(await victor.isRefused('message:send', message)).toMatchObject({
    code: 'invalid_payload',
    fields: [{ path: 'content.url' }],
  })
  // A text that reads like an address is a text.
  const text = withoutSignature(made.url)
  const said = await victor.does('message:send', {
    conversationId,
    clientId: 'y',
    type: 'text',
    content: { text },
  })
  expect(said.message.content).toEqual({ text })
  expect(await status(text)).toBe(401)
})

test('[SC8] agents’ pictures and what stands in published articles is shown to everybody', async () => {
  const { server, status } = await start()
  const ada = await server.admin()
  const { body: apps } = await server.rest('GET', '/api/v1/apps', undefined, ada.token)
  const made = await upload(server.url, ada.token, 'a.txt', words)
  const bare = withoutSignature(made.url)
  const article = { appId: apps.items[0].id, title: 'T', body: `![](${made.url})`, isPublished: false }
  const { body: written } = await server.rest('POST', '/api/v1/articles', article, ada.token)
  expect(await status(bare)).toBe(401)
  await server.rest('PATCH', `/api/v1/articles/${written.id}`, { isPublished: true }, ada.token)
  expect(await status(bare)).toBe(200)
})

test('[SC8] what a visitor, an agent and an app may upload in a day is measured, and told when to come again', async () => {
  const { server } = await start({
    abuse:
      parseAbuseLimits('this-machine uploadedKilobytesOfVisitor=20/d uploadedKilobytesOfApp=30/d') ?? null,
  })
  const [vera, victor] = [await server.visitor(), await server.visitor()]
  const send = (who: typeof vera, kilobytes: number) =>
    upload(server.url, who.token, 'a.bin', new Uint8Array(kilobytes * 1_000))
  const LATER = { status: 429, code: 'rate_limited' }
  await send(vera, 12)
  await expect(send(vera, 12)).rejects.toMatchObject(LATER)
  // What was refused is not counted: something smaller fits.
  await send(vera, 5)
  await expect(send(victor, 15)).rejects.toMatchObject(LATER)
  await send(victor, 8)
})

test('[SC8] what an agent uploads in a day is measured for the agent, wherever they are signed in', async () => {
  const { server } = await start({
    abuse: parseAbuseLimits('this-machine uploadedKilobytesOfAgent=25/d uploadsOfAgent=4/h') ?? null,
  })
  const ada = await server.admin()
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  const again = await server.rest('POST', '/api/v1/auth/login', {
    email: ADA.email,
    password: ADA.password,
  })
  const send = (token: string, kilobytes: number) =>
    upload(server.url, token, 'a.bin', new Uint8Array(kilobytes * 1_000))
  const LATER = { status: 429, code: 'rate_limited' }
  await send(ada.token, 12)
  await expect(send(again.body.token, 12)).rejects.toMatchObject(LATER)
  await send(again.body.token, 5)
  await send(ben.token, 12)
  // And so many files of an hour, however small.
  await send(ada.token, 1)
  await expect(send(again.body.token, 1)).rejects.toMatchObject(LATER)
  await send(ben.token, 1)
})

test('[SC8] within half of its life a link stays the same; what is no upload is left alone', () => {
  const clock = createManualClock()
  const links = createFileLinks(Buffer.alloc(32, 1), clock, DAY_MS)
  const at = (ms: number) => {
    clock.jump(ms)
    return links.sign('/uploads/a1/b.txt')
  }
  clock.jump(DAY_MS - (clock.now().getTime() % DAY_MS))
  const first = at(0)
  expect(at(11 * HOUR_MS)).toBe(first)
  expect(at(2 * HOUR_MS)).not.toBe(first)
  expect(links.sign(first)).toBe(links.sign('/uploads/a1/b.txt'))
  expect(links.sign('https://example.com/uploads/a1/b.txt')).toBe('https://example.com/uploads/a1/b.txt')
  const cards = { cards: [{ title: 'A', imageUrl: '/uploads/a1/b.png' }, { title: 'B' }] }
  expect(changeFileUrls(cards, (url) => `${url}!`)).toEqual({
    cards: [{ title: 'A', imageUrl: '/uploads/a1/b.png!' }, { title: 'B' }],
  })
})
