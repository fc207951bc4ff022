import { expect, test } from 'vitest'
import { hasOnlyLinksOf, readAnswer } from '../bot/model/read-answer.ts'
import { createMask } from './mask.ts'
import { readEvents } from './read-events.ts'

async function all(events: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const event of events) found.push(event)
  return found
}

async function* torn(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('[BT4] events are read whole wherever the pieces end', async () => {
  const bytes = new TextEncoder().encode(
    ': hello\r\n\r\nevent: x\r\ndata: {"a":"é日"}\r\n\r\ndata:one\ndata: two\n\nid: 1\n\ndata: [DONE]',
  )
  for (let size = 1; size <= bytes.length; size++) {
    const events = await all(readEvents(torn(bytes, size)))
    expect([size, events]).toEqual([size, ['{"a":"é日"}', 'one\ntwo', '[DONE]']])
  }
  const endless = new Uint8Array(300_000).fill(65)
  await expect(all(readEvents(torn(endless, 50_000)))).rejects.toThrow('too long')
})

test('[BT4] what is personal is hidden, the same each time, and comes back; other numbers stay', () => {
  const mask = createMask({ name: 'Jo Ann', email: 'jo@x.example', phone: null })
  const text =
    'Jo Ann (JO@X.EXAMPLE, jo@x.example) ordered 4711 on 2026-03-02 and 02.03.2026 for 19.99, call (030) 123 45-67; JoAnnette'
  const hidden = mask.hide(text)
  expect(hidden).toBe(
    '[name 1] ([email 1], [email 1]) ordered 4711 on 2026-03-02 and 02.03.2026 for 19.99, call [number 1]; JoAnnette',
  )
  expect(mask.restore(hidden)).toContain('call (030) 123 45-67')
  expect(mask.restore('[email 7] [name 1]')).toBe('[email 7] Jo Ann')
})

test('[BT4] an answer counts from its first line on, and with the links of its sources', () => {
  expect(readAnswer('SOUR', 3, false)).toEqual({ kind: 'waiting' })
  expect(readAnswer('SOURCES: 1', 3, false)).toEqual({ kind: 'waiting' })
  expect(readAnswer('sources: 1, 3, 3, 7\nYes', 3, false)).toEqual({
    kind: 'answer',
    sources: [1, 3],
    text: 'Yes',
  })
  for (const text of ['SOURCES: NONE', 'SOURCES: 0\nx', 'Well', '', 'SOURCES: 2\n '])
    expect(readAnswer(text, 3, true)).toEqual({ kind: 'refused' })
  expect(readAnswer('x'.repeat(200), 3, false)).toEqual({ kind: 'refused' })
  const articles = ['See https://shop.example/track and more.']
  expect(hasOnlyLinksOf('Look at https://shop.example/track.', articles)).toBe(true)
  for (const link of ['https://shop.example/track2', 'javascript:alert(1)', 'www.evil.example', 'http://a.b'])
    expect([link, hasOnlyLinksOf(`Look at ${link}`, articles)]).toEqual([link, false])
})
