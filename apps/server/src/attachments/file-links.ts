import { createHmac, timingSafeEqual } from 'node:crypto'
import { type MessageContent, UPLOAD_PATH } from '@biometrics/chat-protocol'
import type { Clock } from '../clock/clock.ts'

/** Addresses of uploads that whoever has them may read, for a while. */
export interface FileLinks {
  /** The same address with a signature behind it; what is no upload of ours stays as it is. */
  sign(url: string): string
  /** How a link stands that somebody comes with. */
  judge(id: string, link: { until?: unknown; signature?: unknown }): 'good' | 'expired' | 'none'
}

/** For whoever reads messages and no files. */
export const UNSIGNED: FileLinks = { sign: (url) => url, judge: () => 'none' }

/** Half of a SHA-256 is as hard to guess as the id. */
const SIGNATURE_BYTES = 16

/**
 * A link is good for `lifetimeMs` at most and for half of it at least: within each half all get the same one, which browsers
 * can keep.
 */
export function createFileLinks(key: Buffer, clock: Clock, lifetimeMs: number): FileLinks {
  const half = lifetimeMs / 2
  const signatureOf = (id: string, until: number) =>
    createHmac('sha256', key).update(`${id}.${until}`).digest().subarray(0, SIGNATURE_BYTES)

  return {
    sign(url) {
      if (!UPLOAD_PATH.test(url)) return url
      const plain = withoutSignature(url)
      const until = (Math.floor(clock.now().getTime() / half) + 2) * half
      return `${plain}?until=${until}&signature=${signatureOf(idOf(plain), until).toString('base64url')}`
    },
    judge(id, { until, signature }) {
      if (typeof until !== 'string' || typeof signature !== 'string' || !/^\d{1,15}$/.test(until))
        return 'none'
      const given = Buffer.from(signature, 'base64url')
      const right = signatureOf(id, Number(until))
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'none'
      return Number(until) > clock.now().getTime() ? 'good' : 'expired'
    },
  }
}

/** What is kept of an upload's address. */
export function withoutSignature(url: string): string {
  return UPLOAD_PATH.test(url) ? (url.split('?', 1)[0] as string) : url
}

/** The id in an upload's address, which alone finds the file. */
export function idOf(url: string): string {
  return url.split('/')[2] ?? ''
}

/** A message's content with every address of a file or picture in it changed. */
export function changeFileUrls<Content extends MessageContent>(
  content: Content,
  change: (url: string) => string,
): Content {
  if ('url' in content) return { ...content, url: change(content.url) }
  if ('options' in content) return { ...content, options: content.options.map(withPicture(change)) }
  if ('cards' in content) return { ...content, cards: content.cards.map(withPicture(change)) }
  return content
}

const withPicture =
  (change: (url: string) => string) =>
  <Item extends { imageUrl?: string | undefined }>(item: Item): Item =>
    item.imageUrl === undefined ? item : { ...item, imageUrl: change(item.imageUrl) }
