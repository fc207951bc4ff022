import { randomBytes } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { ChatError, LIMITS, type Upload } from '@biometrics/chat-protocol'
import { fileTypeFromFile } from 'file-type'
import { createQueue } from '../limits/queue.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { insertAttachment } from './attachment-store.ts'
import { cleanPicture } from './clean-picture.ts'

const ID_BYTES = 18
const PROBE_BYTES = 64 * 1024
/** Files that are here, and are looked into, scanned and written again. */
const PARALLEL = 4
const MOST_WAITING = 200
const processing = createQueue({ parallel: PARALLEL, mostWaiting: MOST_WAITING })
const UNKNOWN_TYPE = 'application/octet-stream'

/** Types a browser may show in place; everything else, SVG and HTML above all, is a download. */
export const INLINE_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
])

type UploadServices = Pick<Services, 'database' | 'clock' | 'files' | 'scanner'>

/**
 * Receives one file; `isTruncated` tells afterwards whether the source was cut at the limit. With `square` it must be a
 * picture, and becomes one of so many pixels a side.
 */
export async function storeAttachment(
  { database, clock, files, scanner }: UploadServices,
  session: Session,
  source: Readable,
  givenName: string,
  isTruncated: () => boolean,
  { square }: { square?: number } = {},
): Promise<Upload> {
  const temporary = await files.receive(source)
  try {
    if (isTruncated()) {
      throw new ChatError('payload_too_large', `file: at most ${LIMITS.uploadBytes / 1024 / 1024} MB.`, {
        fields: [{ path: 'file', message: `at most ${LIMITS.uploadBytes} bytes` }],
      })
    }
    const received = await stat(temporary)
    if (received.size === 0) {
      throw new ChatError('invalid_payload', 'file: is empty.', {
        fields: [{ path: 'file', message: 'is empty' }],
      })
    }
    const { detected, picture } = await processing.run(async () => {
      // Before anything of ours looks into it.
      await scanner?.refuseInfected(temporary)
      const detected = await detectType(temporary)
      return { detected, picture: await cleanPicture(temporary, detected, square) }
    })
    if (square !== undefined && picture === null) {
      throw new ChatError('invalid_payload', 'file: is no picture.', {
        fields: [{ path: 'file', message: 'is no picture' }],
      })
    }
    // What begins like a picture that browsers show and is none is a file like any other.
    const mimeType = picture === null && INLINE_TYPES.has(detected) ? UNKNOWN_TYPE : detected
    const size = picture?.size ?? received.size
    const dimensions = picture && { width: picture.width, height: picture.height }
    const name = cleanName(givenName)
    // The address is the key to the file, so it must not be guessable.
    const id = randomBytes(ID_BYTES).toString('base64url')
    await files.keep(temporary, id)
    await insertAttachment(database.query, {
      id,
      name,
      size,
      mime_type: mimeType,
      width: dimensions?.width ?? null,
      height: dimensions?.height ?? null,
      uploader_type: session.kind === 'visitor' ? 'user' : 'agent',
      uploader_id: session.kind === 'visitor' ? session.visitorId : session.agentId,
      created_at: clock.now(),
    })
    return { url: `/uploads/${id}/${encodeURIComponent(name)}`, name, size, mimeType, ...dimensions }
  } finally {
    await files.discard(temporary)
  }
}

/** From the content: what the name or the sender says of the type is not believed. */
async function detectType(path: string): Promise<string> {
  const known = await fileTypeFromFile(path)
  if (known) return known.mime
  return (await looksLikeText(path)) ? 'text/plain' : UNKNOWN_TYPE
}

async function looksLikeText(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PROBE_BYTES), 0, PROBE_BYTES, 0)
    const start = buffer.subarray(0, bytesRead)
    if (start.includes(0)) return false
    // `stream` lets a character be cut at the end of what was read.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true })
    return true
  } catch {
    return false
  } finally {
    await file.close()
  }
}

/** The last part of a path, without what no file system or header can carry. */
export function cleanName(given: string): string {
  const base = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const name = base.replace(/[\u0000-\u001f\u007f"<>:|?*\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return name === '' || /^\.+$/.test(name) ? 'file' : [...name].slice(0, 120).join('')
}
