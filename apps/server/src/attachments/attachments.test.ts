import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LIMITS } from '@biometrics/chat-protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'
import { cleanName } from './store-attachment.ts'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer()
  token = (await server.visitor()).token
})
afterAll(() => server.stop())

const read = (url: string) => fetch(server.url + url)

test('[UP1] a picture is known by its content, measured as it is shown, and shown in place', async () => {
  const turned = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#369' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const made = await upload(server.url, token, 'finger print.txt', new Uint8Array(turned))
  expect(made).toMatchObject({
    name: 'finger print.txt',
    mimeType: 'image/jpeg',
    width: 20,
    height: 40,
  })
  const response = await read(made.url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('image/jpeg')
  expect(response.headers.get('content-disposition')).toMatch(/^inline;/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await response.arrayBuffer()).byteLength).toBe(made.size)
})

test.each([
  ['page.png', '<!doctype html><script>alert(1)</script>', 'text/plain'],
  [
    'drawing.png',
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    'application/xml',
  ],
  ['paper.pdf', '%PDF-1.7\n%µµµµ', 'application/pdf'],
  ['data.bin', '\x00\x01\x02\x03', 'application/octet-stream'],
  ['notes.html', 'grüße\n', 'text/plain'],
])('[UP1] %s is a download, whatever it is called', async (name, content, mimeType) => {
  const made = await upload(server.url, token, name, new TextEncoder().encode(content))
  expect(made.mimeType).toBe(mimeType)
  const response = await read(made.url)
  expect(response.headers.get('content-disposition')).toMatch(/^attachment;/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('content-security-policy')).toContain('sandbox')
})

test('[UP1] 10 MB pass, one byte more does not, and nothing stays behind', async () => {
  const whole = await upload(server.url, token, 'large.bin', new Uint8Array(LIMITS.uploadBytes))
  expect(whole.size).toBe(LIMITS.uploadBytes)
  const tooLarge = upload(server.url, token, 'larger.bin', new Uint8Array(LIMITS.uploadBytes + 1))
  await expect(tooLarge).rejects.toMatchObject({
    status: 413,
    code: 'payload_too_large',
    errors: [{ path: 'file' }],
  })
  expect(await readdir(join(server.dataDir, 'uploads/incoming'))).toEqual([])
})

test('[UP1] what is no upload is refused in words', async () => {
  const bytes = new TextEncoder().encode('x')
  await expect(upload(server.url, 'vis_nobody', 'a.txt', bytes)).rejects.toMatchObject({ status: 401 })
  await expect(upload(server.url, token, 'a.txt', bytes, 'picture')).rejects.toMatchObject({
    status: 400,
    errors: [{ path: 'file', message: 'is missing' }],
  })
  await expect(upload(server.url, token, 'a.txt', new Uint8Array())).rejects.toMatchObject({
    errors: [{ path: 'file', message: 'is empty' }],
  })
  const json = await server.rest('POST', '/api/v1/uploads', { file: 'x' }, token)
  expect(json).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
})

test.each([
  '/uploads/none/x.png',
  '/uploads/..%2f..%2fpostgres/PG_VERSION',
  '/uploads/incoming/x',
  '/uploads/x',
])('[UP1] %s does not exist', async (address) => {
  expect((await read(address)).status).toBe(404)
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['a\r\nb"c<d>.txt', 'abcd.txt'],
  ['\u202Etxt.exe', 'txt.exe'],
  ['..', 'file'],
  ['', 'file'],
  ['指纹 🙂.png', '指纹 🙂.png'],
])('[UP1] the name %j becomes %j', (given, clean) => {
  expect(cleanName(given)).toBe(clean)
})
