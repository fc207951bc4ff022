import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { ChatError } from '@biometrics/chat-protocol'
import { loaderLook } from '../apps/app-view.ts'
import { listAllApps } from '../apps/find-app.ts'
import type { Services } from '../services.ts'

/** The build leaves this name in the script, for the table of the apps' looks. */
const PLACE = 'CHAT_APPS'
/** With more apps the table would weigh more than it saves; then the button has its look from the second visit on. */
const MOST_APPS = 10
/** How old the table may be. */
const FRESH_MS = 5_000

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) }
type Encoding = keyof typeof compressors | 'identity'

interface Loader {
  etag: string
  bodies: Record<Encoding, Buffer>
}

/**
 * The script on customers' pages, with what the apps have set for it: so the button has its place and colour, and the
 * greeting its words, without a second request.
 */
export function createLoader(file: string, { database, clock }: Pick<Services, 'database' | 'clock'>) {
  let script: Promise<string> | undefined
  let built: { table: string; loader: Promise<Loader> } | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let table: Promise<string> = Promise.resolve('{}')

  async function readTable(): Promise<string> {
    const apps = await listAllApps(database.query)
    const looks = apps.length > MOST_APPS ? [] : apps.map((app) => [app.app_id, loaderLook(app)])
    return JSON.stringify(Object.fromEntries(looks))
  }

  async function build(looks: string): Promise<Loader> {
    script ??= readFile(file, 'utf8').catch(() => {
      script = undefined
      throw new ChatError('not_found', 'The widget is not built; run npm run build.')
    })
    const text = Buffer.from((await script).replace(PLACE, () => looks))
    const [br, zipped] = await Promise.all([compressors.br(text), compressors.gzip(text)])
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 16)
    return { etag: `"${hash}"`, bodies: { br, gzip: zipped, identity: text } }
  }

  return async (accepted = '') => {
    const now = clock.now().getTime()
    if (now - readAt > FRESH_MS) {
      readAt = now
      const before = table
      // Without a database the page still gets its button.
      table = readTable().catch(() => before)
    }
    const looks = await table
    if (built?.table !== looks) built = { table: looks, loader: build(looks) }
    const current = built
    const { etag, bodies } = await current.loader.catch((error: unknown) => {
      if (built === current) built = undefined
      throw error
    })
    const encoding: Encoding = /\bbr\b/.test(accepted)
      ? 'br'
      : /\bgzip\b/.test(accepted)
        ? 'gzip'
        : 'identity'
    return { body: bodies[encoding], encoding, etag: etag.replace(/"$/, `-${encoding}"`) }
  }
}
