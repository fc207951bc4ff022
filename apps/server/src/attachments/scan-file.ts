import { createReadStream } from 'node:fs'
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { ChatError } from '@biometrics/chat-protocol'

/** A virus scanner, where the operator has named one. */
export interface Scanner {
  /** Refuses a file in which something is found; and every file while the scanner does not answer: text goes on. */
  refuseInfected(path: string): Promise<void>
}

const PATIENCE_MS = 30_000
const CHUNK_BYTES = 64 * 1024
const LENGTH_BYTES = 4
const RETRY_AFTER_MS = 10_000
const MOST_ANSWER_BYTES = 4_096

/** ClamAV's daemon at `host:port`, or at the path of its socket. */
export function createClamdScanner(address: string, onError: (error: unknown) => void): Scanner {
  const at = addressOf(address)
  return {
    async refuseInfected(path) {
      const verdict = await ask(at, path).catch((error: unknown) => {
        onError(new Error('The virus scanner does not answer.', { cause: error }))
        return null
      })
      // `stream: OK`, `stream: Eicar-Signature FOUND`, `… ERROR`.
      if (verdict?.endsWith(': OK')) return
      if (verdict?.endsWith(' FOUND')) throw new ChatError('file_refused')
      if (verdict !== null) onError(new Error('The virus scanner could not scan a file.'))
      throw new ChatError('busy', 'Files cannot be scanned just now.', { retryAfterMs: RETRY_AFTER_MS })
    },
  }
}

function addressOf(address: string): NetConnectOpts {
  if (address.startsWith('/')) return { path: address }
  const { hostname, port } = new URL(`tcp://${address}`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** INSTREAM: each piece behind its length, and a length of zero at the end. */
async function ask(at: NetConnectOpts, path: string): Promise<string> {
  const socket = connect(at)
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`No answer within ${PATIENCE_MS / 1000} s.`)))
  const answer = read(socket)
  // Whoever refuses in the middle has answered, and reads no further.
  await Promise.race([send(socket, path), answer])
  return answer.finally(() => socket.destroy())
}

async function send(socket: Socket, path: string): Promise<void> {
  const write = (bytes: Buffer) =>
    new Promise<void>((resolve, reject) =>
      socket.write(bytes, (error) => (error ? reject(error) : resolve())),
    )
  await write(Buffer.from('zINSTREAM\0'))
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(chunk.length)
    await write(Buffer.concat([length, chunk]))
  }
  await write(Buffer.alloc(LENGTH_BYTES))
}

function read(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', (data) => {
      text += data
      const end = text.indexOf('\0')
      if (end >= 0) resolve(text.slice(0, end))
      else if (text.length > MOST_ANSWER_BYTES) reject(new Error('The answer is too long.'))
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('The scanner hung up.')))
  })
}
