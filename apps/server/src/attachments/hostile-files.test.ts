import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'
import { withoutSignature } from './file-links.ts'
import { openFileStore } from './file-store.ts'
import { sweepOrphans } from './sweep-orphans.ts'

async function start(options: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer(options)
  onTestFinished(server.stop)
  const vera = await server.visitor()
  return {
    server,
    vera,
    send: (name: string, content: Uint8Array | string) =>
      upload(server.url, vera.token, name, new Uint8Array(Buffer.from(content as string))),
    read: async (url: string) => {
      const response = await fetch(server.url + url)
      return {
        headers: response.headers,
        status: response.status,
        bytes: Buffer.from(await response.arrayBuffer()),
      }
    },
  }
}

const picture = () => sharp({ create: { width: 40, height: 20, channels: 3, background: '#369' } })

/** A PNG that says to be so large, and holds next to nothing. */
function hugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    size.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const end = chunk('IEND', Buffer.alloc(0))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', Buffer.alloc(20)), end])
}

describe('pictures', () => {
  test('[SC8] are kept without where and with what they were taken, and as the camera was held', async () => {
    const { send, read } = await start()
    const taken = await picture()
      .withExif({ IFD0: { Make: 'canary-camera' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const before = await sharp(taken).metadata()
    expect(before.orientation).toBe(6)
    const made = await send('photo.jpg', taken)
    expect(made).toMatchObject({ mimeType: 'image/jpeg', width: 20, height: 40 })
    const { bytes } = await read(made.url)
    const kept = await sharp(bytes).metadata()
    expect(kept).toMatchObject({ format: 'jpeg', width: 20, height: 40 })
    expect([kept.exif, kept.orientation, kept.xmp, kept.iptc]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(made.size).toBe(bytes.length)
  })

  test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)(
    '[SC8] as %s are written again: what hid behind them is gone',
    async (format) => {
      const { send, read } = await start()
      const hidden = '<script>window.ran = "canary-behind"</script>'
      const whole = Buffer.concat([await picture().toFormat(format).toBuffer(), Buffer.from(hidden)])
      const made = await send(`picture.${format}`, whole)
      expect(made).toMatchObject({ mimeType: `image/${format}`, width: 40, height: 20 })
      const { bytes, headers } = await read(made.url)
      expect(bytes.includes('canary-behind')).toBe(false)
      expect(headers.get('content-disposition')).toMatch(/^inline/)
    },
  )

  test('[SC8] that move go on moving', async () => {
    const { send, read } = await start()
    const frames = ['#f00', '#0f0', '#00f'].map((background) => ({
      create: { width: 8, height: 8, channels: 3 as const, background },
    }))
    const moving = await sharp(await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer())), {
      join: { animated: true },
    })
      .gif({ delay: [100, 100, 100] })
      .toBuffer()
    const made = await send('moving.gif', moving)
    expect(made).toMatchObject({ width: 8, height: 8 })
    expect((await sharp((await read(made.url)).bytes, { animated: true }).metadata()).pages).toBe(3)
  })

  test.each([
    ['pixels', hugePng(30_000, 30_000), 'at most 50 megapixels'],
    ['pixels in few rows', hugePng(900_000, 100), 'at most 50 megapixels'],
  ])('[SC8] of too many %s are refused before anything is decoded', async (_what, bomb, message) => {
    const { server, send } = await start()
    const before = process.memoryUsage().rss
    await expect(send('bomb.png', bomb)).rejects.toMatchObject({
      status: 413,
      code: 'payload_too_large',
      errors: [{ path: 'file', message }],
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
    expect(await readdir(join(server.dataDir, 'uploads/incoming'))).toEqual([])
  })

  test('[SC8] that are none are files to download, with no type that a browser would draw', async () => {
    const { server, send, read } = await start()
    const broken = (await picture().png().toBuffer()).subarray(0, 40)
    const made = await send('broken.png', broken)
    expect(made).toMatchObject({ mimeType: 'application/octet-stream', size: 40 })
    expect(made.width).toBeUndefined()
    const { headers } = await read(made.url)
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
    expect(await readdir(join(server.dataDir, 'uploads/incoming'))).toEqual([])
  })
})

describe('the disk', () => {
  test('[SC8] nearly full: files are refused with 507, and the chat goes on', async () => {
    const { server, vera, send } = await start()
    const full = await openFileStore(join(server.dataDir, 'uploads'), Number.MAX_SAFE_INTEGER)
    Object.assign(server.services.files, { receive: full.receive })
    await expect(send('a.txt', 'hello')).rejects.toMatchObject({ status: 507, code: 'storage_full' })
    const message = { clientId: 'm', type: 'text', content: { text: 'Still there?' } } as const
    const { messages } = await vera.does('conversation:start', { clientId: 'c', message })
    expect(messages.at(0)?.content).toEqual({ text: 'Still there?' })
  })

  test('[SC8] is freed of what visitors uploaded and never sent, after a day', async () => {
    const clock = createManualClock()
    const { server, vera, send } = await start({ clock })
    const ada = await server.admin()
    const [sent, unsent] = [await send('sent.txt', 'sent'), await send('unsent.txt', 'unsent')]
    const agents = await upload(server.url, ada.token, 'logo.txt', new Uint8Array(Buffer.from('logo')))
    const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
    const { url, name, size } = sent
    await vera.does('message:send', {
      conversationId: conversation.id,
      clientId: 'm',
      type: 'file',
      content: { url, name, size },
    })
    clock.jump(23 * 3_600_000)
    await sweepOrphans(server.services)
    const status = async (url: string, { token }: { token: string }) =>
      (await server.rest('GET', withoutSignature(url), undefined, token)).status
    expect(await status(unsent.url, vera)).toBe(200)
    clock.jump(2 * 3_600_000)
    await sweepOrphans(server.services)
    expect(await status(unsent.url, vera)).toBe(404)
    expect([await status(sent.url, vera), await status(agents.url, ada)]).toEqual([200, 200])
    const id = unsent.url.split('/')[2] ?? ''
    expect(await readdir(join(server.dataDir, 'uploads'))).not.toContain(id)
  })
})
