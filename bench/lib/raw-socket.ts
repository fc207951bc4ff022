import { connect, type Socket } from 'node:net'

/**
 * Socket.IO v5 over WebSocket by hand, for load: the official client costs several times what the server does and would
 * measure itself. ASCII text frames only, unfragmented, which is what the server sends here.
 */
export interface RawSocket {
  /** Emits a command; `onAnswer` gets the acknowledgement's JSON text. */
  emit(command: string, payload: string, onAnswer: (answer: string) => void): void
  /** Gets the JSON text of every event, `["name",{…}]`. */
  onEvent: (event: string) => void
  /** The server ended it, or the network did. */
  onClose: () => void
  /** What waits for the network; a server that is behind reads late. */
  readonly unsentBytes: number
  close(): void
}

export interface RawAddress {
  port: number
  namespace: '/visitor' | '/agent'
  token: string
}

const HANDSHAKE_TIMEOUT_MS = 10_000
const ONE_BYTE_MAX = 125
const TWO_BYTES = 126
const MASK_BYTES = 4
const OPCODE = 0x0f
const CLOSE = 0x8

export async function openRawSocket({ port, namespace, token }: RawAddress): Promise<RawSocket> {
  const { promise: admitted, resolve: admit, reject: refuse } = Promise.withResolvers<void>()
  const answers = new Map<number, (answer: string) => void>()
  const prefix = `${namespace},`
  let asked = 0

  function receive(packet: string) {
    if (packet === '2') return send(socket, '3')
    if (packet.startsWith('0')) return send(socket, `40${prefix}${JSON.stringify({ token, echo: false })}`)
    const body = packet.slice(2 + prefix.length)
    if (packet.startsWith('42')) raw.onEvent(body)
    else if (packet.startsWith('43')) answer(body)
    else if (packet.startsWith('40')) admit()
    else refuse(new Error(`The server said ${packet}.`))
  }

  function answer(body: string) {
    const start = body.indexOf('[')
    const id = Number(body.slice(0, start))
    const onAnswer = answers.get(id)
    answers.delete(id)
    onAnswer?.(body.slice(start))
  }

  const raw: RawSocket = {
    emit(command, payload, onAnswer) {
      const id = asked++
      answers.set(id, onAnswer)
      send(socket, `42${prefix}${id}["${command}",${payload}]`)
    },
    onEvent: () => {},
    onClose: () => {},
    get unsentBytes() {
      return socket.writableLength
    },
    close() {
      raw.onClose = () => {}
      socket.destroy()
    },
  }
  const socket = openWebSocket(port, receive, refuse)
  socket.setTimeout(HANDSHAKE_TIMEOUT_MS, () => refuse(new Error('The server did not answer in time.')))
  await admitted.catch((error: unknown) => {
    socket.destroy()
    throw error
  })
  socket.setTimeout(0)
  socket.on('close', () => raw.onClose())
  return raw
}

function openWebSocket(port: number, onText: (text: string) => void, onEnd: (error: Error) => void): Socket {
  const socket = connect(port, '127.0.0.1')
  let rest: Buffer = Buffer.alloc(0)
  let upgraded = false
  socket.setNoDelay(true)
  socket.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n' +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return
      upgraded = true
      rest = rest.subarray(end + 4)
    }
    rest = readFrames(rest, onText, () => socket.destroy())
  })
  socket.on('error', onEnd)
  socket.on('close', () => onEnd(new Error('The server closed the connection.')))
  return socket
}

/** Hands out every whole frame and returns what is left. */
function readFrames(bytes: Buffer, onText: (text: string) => void, onClose: () => void): Buffer {
  let at = 0
  while (bytes.length - at >= 2) {
    const short = (bytes[at + 1] as number) & 0x7f
    const head = short <= ONE_BYTE_MAX ? 2 : short === TWO_BYTES ? 4 : 10
    if (bytes.length - at < head) break
    const length = head === 2 ? short : head === 4 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6)
    if (bytes.length - at < head + length) break
    if (((bytes[at] as number) & OPCODE) === CLOSE) onClose()
    else onText(bytes.toString('latin1', at + head, at + head + length))
    at += head + length
  }
  return bytes.subarray(at)
}

/** A client must mask; a mask of zeros leaves the bytes as they are. */
function send(socket: Socket, text: string): void {
  const head = text.length <= ONE_BYTE_MAX ? 2 : 4
  const frame = Buffer.alloc(head + MASK_BYTES + text.length)
  frame[0] = 0x81
  frame[1] = 0x80 | (head === 2 ? text.length : TWO_BYTES)
  if (head === 4) frame.writeUInt16BE(text.length, 2)
  frame.write(text, head + MASK_BYTES, 'latin1')
  socket.write(frame)
}
