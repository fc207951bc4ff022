import { expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'

test('[AW1] agents see where a visitor was, what they asked before and what colleagues wrote; the visitor sees none of it', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const page = { url: 'https://shop.example.com/', title: 'Shop' }
  const vera = await server.visitor({ visitor: { name: 'Vera' }, page })
  for (const name of ['cart', 'cart', 'pay']) {
    clock.advance(60_000)
    await vera.does('page:view', { url: `https://shop.example.com/${name}`, title: name })
  }
  // Another tab says the same a moment later.
  await vera.does('page:view', { url: 'https://shop.example.com/pay', title: 'pay' })
  const first = { clientId: 'm', type: 'text' as const, content: { text: 'Where do I pay?' } }
  const { conversation } = await vera.does('conversation:start', { clientId: 'c', message: first })

  const path = `/api/v1/visitors/${vera.id}`
  const read = async () => (await server.rest('GET', `${path}/profile`, undefined, ada.token)).body
  expect(await read()).toMatchObject({
    visitor: { name: 'Vera' },
    browser: { name: null },
    pages: ['pay', 'cart', 'cart', 'Shop'].map((title) => ({ title })),
    conversations: [{ id: conversation.id, agentName: 'Ada', preview: 'Where do I pay?' }],
    note: null,
  })
  await server.rest('PUT', `${path}/note`, { text: 'canary: pays by invoice' }, ada.token)
  expect((await read()).note).toMatchObject({ text: 'canary: pays by invoice', by: 'Ada' })
  const resumed = await server.session({ visitorToken: vera.token })
  expect(JSON.stringify([resumed, vera.heard])).not.toContain('canary')
  await server.rest('PUT', `${path}/note`, { text: ' ' }, ada.token)
  expect((await read()).note).toBeNull()

  for (let n = 0; n < 60; n++) {
    clock.advance(10_000)
    await vera.does('page:view', { url: `https://shop.example.com/${n}` })
  }
  const { pages } = await read()
  expect([pages.length, pages[0].url]).toEqual([50, 'https://shop.example.com/59'])
})
