import type { Socket as TcpSocket } from 'node:net'
import type { Socket } from 'socket.io'

type Client = Socket['client']

/** RFC 6455, section 5.2: a whole text message in one frame; a server does not mask. */
const FINAL_TEXT = 0x81
const SHORT_MAX = 125
const TWO_BYTES = 126
const TWO_BYTES_MAX = 0xffff
const EIGHT_BYTES = 127

/** Engine.IO, version 4: the type of a packet that carries a message. */
const MESSAGE = '4'.charCodeAt(0)

/** A new one each turn: one that is cleared keeps its old tables linked, and garbage in them alive. */
let waiting = new Map<Client, string[]>()

/**
 * What one turn of the event loop says to one client goes out in one write: a write to the kernel costs more than all
 * that is in it, and a batch of messages brings many to the same reader.
 */
export function gatherWrites({ client }: Socket): void {
  Object.assign(client, { writeToEngine })
}

/** Puts an encoded Socket.IO packet in line. */
export function writePacket(client: Client, packet: string): void {
  const packets = waiting.get(client)
  if (packets) {
    packets.push(packet)
    return
  }
  if (waiting.size === 0) process.nextTick(flush)
  waiting.set(client, [packet])
}

/** Takes the place of the client's own method, through which everything goes that Socket.IO sends. */
function writeToEngine(this: Client, encoded: string | unknown[]): void {
  for (const packet of Array.isArray(encoded) ? encoded : [encoded]) writePacket(this, String(packet))
}

function flush(): void {
  const gathered = waiting
  waiting = new Map()
  for (const [client, packets] of gathered) {
    const { conn } = client
    if (conn.readyState !== 'open') continue
    const tcp = openTcpOf(conn as unknown as EngineConnection)
    if (tcp) tcp.write(framesOf(packets))
    else for (const packet of packets) conn.write(packet)
  }
}

/** The own fields of Engine.IO and of ws, which their types keep to themselves. */
interface EngineConnection {
  writeBuffer: unknown[]
  transport: { name: string; socket?: { readyState: number; _socket: TcpSocket | null } }
}

const OPEN = 1

/**
 * Where frames may be written past both libraries, which make and tell more for each than it is worth. Nothing of theirs may
 * wait before it; what does not compress, as here, ws hands on in the same turn.
 */
function openTcpOf({ writeBuffer, transport }: EngineConnection): TcpSocket | null {
  const isDirect = transport.name === 'websocket' && writeBuffer.length === 0
  // oxlint-disable-next-line no-underscore-dangle -- there is no other way to it
  return isDirect && transport.socket?.readyState === OPEN ? transport.socket._socket : null
}

function framesOf(packets: readonly string[]): Buffer {
  const sizes = packets.map((packet) => 1 + Buffer.byteLength(packet))
  const frames = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + headSize(size) + size, 0))
  let at = 0
  packets.forEach((packet, index) => {
    at = writeHead(frames, at, sizes[index] as number)
    frames[at] = MESSAGE
    at += 1 + frames.write(packet, at + 1)
  })
  return frames
}

function headSize(size: number): number {
  if (size <= SHORT_MAX) return 2
  return size <= TWO_BYTES_MAX ? 4 : 10
}

function writeHead(frames: Buffer, at: number, size: number): number {
  frames[at] = FINAL_TEXT
  if (size <= SHORT_MAX) {
    frames[at + 1] = size
    return at + 2
  }
  if (size <= TWO_BYTES_MAX) {
    frames[at + 1] = TWO_BYTES
    return frames.writeUInt16BE(size, at + 2)
  }
  frames[at + 1] = EIGHT_BYTES
  return frames.writeBigUInt64BE(BigInt(size), at + 2)
}
