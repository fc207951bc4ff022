import type { SessionReply } from '@biometrics/chat-protocol'
import { PROTOCOL_VERSION } from '@biometrics/chat-protocol/version'
import type { VisitorClientOptions } from './api.ts'
import { createRest } from './rest.ts'
import type { Timing } from './timing.ts'

export interface VisitorPage {
  url: string
  title?: string | undefined
  referrer?: string | undefined
}

export type Known = Omit<SessionReply, 'visitorToken'>

/** Browsers tell their tabs of a new value a little later than that a lock is free. */
const SPREAD_MS = 100

/** Asks for sessions; the token that they come with stays in the storage and is sent in the body, never in an address. */
export function createVisitorSessions(options: VisitorClientOptions, prefix: string, timing: Timing) {
  const { storage } = options
  const rest = createRest(options.url, () => undefined)
  const tokenKey = `${prefix}token`
  const knownKey = `${prefix}known:${PROTOCOL_VERSION}`

  async function request(page: VisitorPage | undefined): Promise<SessionReply> {
    const reply = await rest.send<SessionReply>('POST', '/visitor/sessions', {
      ...options.session,
      ...(page && { page }),
      appId: options.appId,
      visitorToken: storage.get(tokenKey),
    })
    storage.set(tokenKey, reply.visitorToken)
    return reply
  }

  /** One tab at a time, so that two new ones do not become two visitors. */
  function takeTurn(hold: NonNullable<typeof storage.exclusive>, page: VisitorPage | undefined) {
    return new Promise<SessionReply>((resolve, reject) => {
      const turn = async () => {
        const before = storage.get(tokenKey)
        const reply = await request(page)
        resolve(reply)
        if (reply.visitorToken === before) return
        await new Promise<void>((spread) => timing.after(SPREAD_MS, spread))
      }
      hold(`${prefix}session`, turn).catch(reject)
    })
  }

  return {
    /** What was last known, to begin with. */
    recall(): Known | null {
      try {
        const known = JSON.parse(storage.get(knownKey) ?? '0')
        return known.visitor && known.config && known.conversations.map ? known : null
      } catch {
        return null
      }
    },
    /** Nothing of a person whom the site vouches for: somebody else may sit here next. */
    remember(known: Known) {
      if (known.visitor.verified) storage.remove(knownKey)
      else storage.set(knownKey, JSON.stringify(known))
    },
    token: () => storage.get(tokenKey) ?? undefined,
    ask: (page: VisitorPage | undefined): Promise<SessionReply> =>
      storage.exclusive ? takeTurn(storage.exclusive, page) : request(page),
  }
}
