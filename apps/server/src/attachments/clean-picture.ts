import { rename, stat } from 'node:fs/promises'
import { ChatError } from '@biometrics/chat-protocol'
import sharp, { type Sharp } from 'sharp'
import { createQueue } from '../limits/queue.ts'

/** What a picture may cost: beyond it nothing of it is decoded. */
const MOST_PIXELS = 50_000_000
const MOST_FRAMES = 300
const TIMEOUT_SECONDS = 20
/** Each may need some hundred megabytes for a moment. */
const PARALLEL = 2
const MOST_WAITING = 50

/** How each type is written again; types that are not here are kept as they are and only ever downloaded. */
const WRITERS: Record<string, (picture: Sharp) => Sharp> = {
  'image/jpeg': (picture) => picture.jpeg({ quality: 88 }),
  'image/png': (picture) => picture.png(),
  'image/gif': (picture) => picture.gif(),
  'image/webp': (picture) => picture.webp({ quality: 88 }),
  'image/avif': (picture) => picture.avif({ quality: 60, effort: 2 }),
}

export interface Picture {
  width: number
  height: number
  size: number
}

const queue = createQueue({ parallel: PARALLEL, mostWaiting: MOST_WAITING })

/**
 * Writes a picture again in its place: turned as the camera was held, without where and with what it was taken, and
 * without anything that is not picture. Null when it is none that a browser should show. The work is done in the
 * library's own threads; limits hold before anything is decoded. With `square` it becomes one of so many pixels a side.
 */
export async function cleanPicture(path: string, mimeType: string, square?: number): Promise<Picture | null> {
  const write = WRITERS[mimeType]
  if (!write) return null
  const frames = await countFrames(path)
  if (frames === null) return null
  const animated = square === undefined && frames > 1 && mimeType !== 'image/avif'
  const cut = (picture: Sharp) =>
    square === undefined ? picture : picture.resize(square, square).flatten({ background: '#ffffff' })
  const cleaned = `${path}.clean`
  try {
    const { width, height, pageHeight } = await queue.run(() =>
      write(cut(sharp(path, { limitInputPixels: MOST_PIXELS, animated }).autoOrient()))
        .timeout({ seconds: TIMEOUT_SECONDS })
        .toFile(cleaned),
    )
    await rename(cleaned, path)
    const { size } = await stat(path)
    return { width, height: pageHeight ?? height, size }
  } catch (error) {
    if (error instanceof ChatError) throw error
    // It begins like a picture and is none.
    return null
  }
}

/** From the header alone; null when there is no readable one. */
async function countFrames(path: string): Promise<number | null> {
  const {
    width,
    height,
    pages = 1,
  } = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => ({ width: 0, height: 0, pages: 0 }))
  if (width === 0) return null
  if (width * height * pages > MOST_PIXELS) refuse(`at most ${MOST_PIXELS / 1_000_000} megapixels`)
  if (pages > MOST_FRAMES) refuse(`at most ${MOST_FRAMES} frames`)
  return pages
}

function refuse(message: string): never {
  throw new ChatError('payload_too_large', `file: ${message}.`, { fields: [{ path: 'file', message }] })
}
