import type { Upload } from '@biometrics/chat-protocol'
import { describe, expect, test } from 'vitest'
import { ATTACHMENTS_MAX, createAttachments, messageOf } from './attachments.ts'

const done: Upload = { url: '/uploads/x/a.txt', name: 'a.txt', size: 1, mimeType: 'text/plain' }
const file = (bytes: number, name = 'a.txt') => new File([new Uint8Array(bytes)], name)

describe('[UP1] attachments', () => {
  test('an upload shows its progress and is then ready', async () => {
    const finish = Promise.withResolvers<Upload>()
    const shelf = createAttachments((_, options) => {
      options?.onProgress?.(1, 4)
      return finish.promise
    })
    shelf.add('c', [file(4)])
    expect(shelf.state.c?.[0]?.status).toEqual({ name: 'uploading', progress: 0.25 })
    finish.resolve(done)
    await finish.promise
    expect(shelf.state.c?.[0]?.status).toEqual({ name: 'ready', upload: done })
  })

  test('a file above 10 MB or without content never travels', () => {
    const shelf = createAttachments(() => {
      throw new Error('nothing may be uploaded')
    })
    shelf.add('c', [file(10 * 1024 * 1024 + 1), file(0)])
    expect(shelf.state.c?.map((each) => each.status)).toEqual([
      { name: 'refused', reason: 'too-large' },
      { name: 'refused', reason: 'empty' },
    ])
  })

  test('taking a file away cancels its upload', () => {
    let signal: AbortSignal | undefined
    const shelf = createAttachments((_, options) => {
      signal = options?.signal
      return new Promise(() => {})
    })
    shelf.add('c', [file(1)])
    shelf.remove('c', shelf.state.c?.[0]?.id ?? '')
    expect(signal?.aborted).toBe(true)
    expect(shelf.state.c).toEqual([])
  })

  test('a failed upload is tried again', async () => {
    const failed = Promise.reject(new Error('no network'))
    const answers = [failed, Promise.resolve(done)]
    const shelf = createAttachments(() => answers.shift() ?? failed)
    shelf.add('c', [file(1)])
    await failed.catch(() => {})
    const first = shelf.state.c?.[0]
    expect(first?.status.name).toBe('failed')
    shelf.retry('c', first?.id ?? '')
    await Promise.resolve()
    expect(shelf.state.c?.[0]?.status.name).toBe('ready')
  })

  test('the files beside one message are limited', () => {
    const shelf = createAttachments(() => new Promise(() => {}))
    const { leftOut } = shelf.add(
      'c',
      Array.from({ length: 12 }, () => file(1)),
    )
    expect(leftOut).toBe(2)
    expect(shelf.state.c).toHaveLength(ATTACHMENTS_MAX)
  })

  test('only what the server measured is sent as a picture', () => {
    const image = { ...done, mimeType: 'image/png' }
    expect(messageOf({ ...image, width: 2, height: 3 }).type).toBe('image')
    expect(messageOf(image).type).toBe('file')
    expect(messageOf(done).type).toBe('file')
  })
})
