import type { Socket } from 'socket.io'

type Client = Socket['client']

/** RFC 6455, section 5.2: a whole text message in one frame; a server does not mask. */
const FINAL_TEXT = 0x81
const SHORT_MAX = 125
const TWO_BYTES = 126
const TWO_BYTES_MAX = 0xffff
const EIGHT_BYTES = 127

/** Engine.IO, version 4: the type of a packet that carries a message. */
const MESSAGE = '4'

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
    // Only a WebSocket has frames, and one that compresses needs to make them itself.
    if (conn.transport.name === 'websocket') {
      conn.write('', { wsPreEncodedFrame: [framesOf(packets)] } as object)
    } else for (const packet of packets) conn.write(packet)
  }
}

function framesOf(packets: readonly string[]): Buffer {
  const sizes = packets.map((packet) => MESSAGE.length + Buffer.byteLength(packet))
  const frames = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + headSize(size) + size, 0))
  let at = 0
  packets.forEach((packet, index) => {
    at = writeHead(frames, at, sizes[index] as number)
    at += frames.write(MESSAGE, at, 'latin1')
    at += frames.write(packet, at)
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
