import { readdirSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'

const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
type Manner = 'works' | 'hangs up' | 'fails'

/** Speaks clamd's INSTREAM as its manual has it, and finds one signature. */
async function startClamd() {
  let manner: Manner = 'works'
  const seen: string[] = []
  const server = createServer((socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('data', (data) => {
      bytes = Buffer.concat([bytes, data])
      const content = contentOf(bytes)
      if (content !== null) answer(socket, content)
    })
    socket.on('error', () => {})
  })
  function answer(socket: Socket, content: string) {
    seen.push(content)
    if (manner === 'hangs up') return socket.destroy()
    const verdict = content.includes('EICAR-STANDARD') ? 'Eicar-Signature FOUND' : 'OK'
    socket.end(`stream: ${manner === 'fails' ? 'INSTREAM size limit exceeded. ERROR' : verdict}\0`)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return {
    address: `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    seen,
    be(how: Manner) {
      manner = how
    },
  }
}

/** What was sent, once its end is there. */
function contentOf(bytes: Buffer): string | null {
  const start = bytes.indexOf(0) + 1
  expect(bytes.subarray(0, start).toString()).toBe('zINSTREAM\0')
  const pieces: Buffer[] = []
  for (let at = start; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (length === 0) return Buffer.concat(pieces).toString('latin1')
    if (at + 4 + length > bytes.length) return null
    pieces.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}

async function start(clamd: string) {
  const server = await startTestServer({ clamd })
  onTestFinished(server.stop)
  await server.admin()
  const vera = await server.visitor()
  const sends = (text: string) => upload(server.url, vera.token, 'letter.txt', new TextEncoder().encode(text))
  const kept = () =>
    readdirSync(server.services.files.folder, { recursive: true }).filter((name) => name !== 'incoming')
  return { server, vera, sends, kept }
}

test('[SC8] a scanner that is named sees every file, and what it finds is refused and not kept', async () => {
  const clamd = await startClamd()
  const { sends, kept } = await start(clamd.address)
  const long = 'harmless '.repeat(50_000)
  expect(await sends(long)).toMatchObject({ size: long.length })
  expect(clamd.seen).toEqual([long])
  await expect(sends(EICAR)).rejects.toMatchObject({ code: 'file_refused', status: 422 })
  await expect(sends(`${long}${EICAR}`)).rejects.toMatchObject({ code: 'file_refused' })
  expect(kept()).toHaveLength(1)
})

test('[SC8] while the scanner does not answer files wait, text does not', async () => {
  const clamd = await startClamd()
  const { vera, sends, kept } = await start(clamd.address)
  for (const manner of ['hangs up', 'fails'] as const) {
    clamd.be(manner)
    await expect(sends('words')).rejects.toMatchObject({ code: 'busy', status: 503 })
  }
  const message = { clientId: 'm', type: 'text', content: { text: 'Hello' } } as const
  await vera.does('conversation:start', { clientId: 'c', message })
  expect(kept()).toEqual([])
  clamd.be('works')
  await sends('words')
  const nobody = await start('127.0.0.1:1')
  await expect(nobody.sends('words')).rejects.toMatchObject({ code: 'busy' })
})
