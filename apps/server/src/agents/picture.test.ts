import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

async function start() {
  const server = await startTestServer()
  onTestFinished(server.stop)
  const ada = await server.admin()
  const put = async (bytes: Uint8Array, token = ada.token, field = 'file') => {
    const form = new FormData()
    form.append(field, new Blob([new Uint8Array(bytes)]), 'me.png')
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${server.url}/api/v1/me/picture`, { method: 'PUT', headers, body: form })
    return { status: response.status, body: await response.json() }
  }
  const files = async () =>
    (await readdir(join(server.dataDir, 'uploads'))).filter((name) => name !== 'incoming').length
  return { server, ada, put, files }
}

const photo = (background: string) =>
  sharp({ create: { width: 900, height: 400, channels: 4, background } })
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer()

test('[WD5] an agent sets a picture: a small square that colleagues and visitors see, and the one before is gone', async () => {
  const { server, ada, put, files } = await start()
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  expect(conversation).toMatchObject({ agentId: ada.id, agentPicture: null })

  const set = await put(await photo('#36945080'))
  expect(set.status).toBe(200)
  const { picture } = set.body.agent
  expect(picture).toMatch(/^\/uploads\/[\w-]+\/me\.png$/)
  expect(await ada.hears('agent', (agent) => agent.picture === picture)).toMatchObject({ id: ada.id })
  const file = await fetch(server.url + picture)
  expect(file.headers.get('content-type')).toBe('image/png')
  const shown = await sharp(await file.arrayBuffer()).metadata()
  expect(shown).toMatchObject({ width: 160, height: 160, hasAlpha: false })
  expect(shown.exif).toBeUndefined()
  const page = await vera.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })
  expect(page.conversation.agentPicture).toBe(picture)

  const second = await put(await photo('#963'))
  expect(second.body.agent.picture).not.toBe(picture)
  expect((await fetch(server.url + picture)).status).toBe(404)
  expect(await files()).toBe(1)
  const removed = await server.rest('DELETE', '/api/v1/me/picture', undefined, ada.token)
  expect(removed).toMatchObject({ status: 200, body: { agent: { picture: null } } })
  expect(await files()).toBe(0)
})

test('[WD5] what is no picture is refused in words, leaves the one before, and nothing behind', async () => {
  const { server, ada, put, files } = await start()
  const { picture } = (await put(await photo('#369'))).body.agent
  for (const bytes of [
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '\x89PNG\r\n\x1a\nno',
    '',
    'x'.repeat(100_000),
  ]) {
    const refused = await put(Buffer.from(bytes, 'latin1'))
    expect([bytes.slice(0, 9), refused.status, refused.body.errors?.[0]?.path]).toEqual([
      bytes.slice(0, 9),
      400,
      'file',
    ])
  }
  expect((await put(await photo('#369'), ada.token, 'picture')).status).toBe(400)
  expect((await put(new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413)
  const vera = await server.visitor()
  expect((await put(await photo('#369'), vera.token)).status).toBe(403)
  expect((await server.rest('GET', '/api/v1/me', undefined, ada.token)).body.agent.picture).toBe(picture)
  expect(await files()).toBe(1)
})
