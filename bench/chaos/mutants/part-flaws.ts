import { ChatError } from '@biometrics/chat-protocol'
import { syncConversation } from '../../../apps/server/src/conversations/sync-conversation.ts'
import type { MessageLog } from '../../../apps/server/src/messages/message-log.ts'
import { announceMessage } from '../../../apps/server/src/messages/announce-message.ts'
import type { NewMessageRow, StoreResult } from '../../../apps/server/src/messages/message-row.ts'
import { insertMessage } from '../../../apps/server/src/messages/message-store.ts'
import type { Parts } from '../../../apps/server/src/server.ts'
import { pause } from '../play/workload.ts'

/** Between what was done too early and the commit: on a quick machine the window would close before anything happens. */
const COMMIT_LATE_MS = 40
/** Between a page that was read and the room that is joined after it. */
const JOIN_LATE_MS = 400
const REFUSED_SHARE = 0.1

type Early = (result: StoreResult, message: NewMessageRow) => void

/** Stores each message by itself, and does something between the insert and the commit. */
function storeSlowly({ services }: Parts, message: NewMessageRow, early: Early): Promise<StoreResult> {
  return services.database.query.transaction().execute(async (trx) => {
    const result = await insertMessage(trx, message)
    early(result, message)
    await pause(COMMIT_LATE_MS)
    return result
  })
}

function withLog(parts: Parts, append: MessageLog['append']): Parts {
  return { ...parts, services: { ...parts.services, messageLog: { ...parts.services.messageLog, append } } }
}

export function ackBeforeCommit(parts: Parts): Parts {
  return withLog(
    parts,
    (message) =>
      new Promise((resolve, reject) => {
        storeSlowly(parts, message, resolve).catch(reject)
      }),
  )
}

export function emitBeforeCommit(parts: Parts): Parts {
  return withLog(parts, (message) =>
    storeSlowly(parts, message, (result) => {
      if (result.outcome === 'stored') announceMessage(parts.services, message, result)
    }),
  )
}

/** Nothing but the first look tells an agent what was said: heads and summaries are silent as well. */
export function readThenJoin(parts: Parts): Parts {
  const silent = noTailHeartbeat(parts)
  const { handlers, services } = silent
  return {
    ...silent,
    services: { ...services, activity: { ...services.activity, touch() {} } },
    handlers: {
      ...handlers,
      agent: {
        ...handlers.agent,
        async 'conversation:sync'(given, session, request, connection) {
          const page = await syncConversation(given, session, request)
          await pause(JOIN_LATE_MS)
          await connection.join({ watchers: request.conversationId })
          return page
        },
      },
    },
  }
}

export function noTailHeartbeat(parts: Parts): Parts {
  return { ...parts, heartbeat: { start: async () => {}, stop() {} } }
}

/** A note goes to the visitor's room as well. */
export function noteToVisitor(parts: Parts): Parts {
  const visitors = new Map<string, string>()
  const { deliver } = parts.services
  const services: Parts['services'] = {
    ...parts.services,
    deliver(delivery) {
      deliver(delivery)
      if (delivery.event !== 'message') return
      const { conversationId, visibility } = delivery.payload
      const [audience] = delivery.to
      if ('visitor' in audience) visitors.set(conversationId, audience.visitor)
      const visitor = visitors.get(conversationId)
      if (visibility === 'note' && visitor !== undefined) deliver({ ...delivery, to: [{ visitor }] })
    },
  }
  return { ...parts, services }
}

/** Pages of a catch-up begin one too late. */
export function shortPage(parts: Parts): Parts {
  const { agent } = parts.handlers
  return {
    ...parts,
    handlers: {
      ...parts.handlers,
      agent: {
        ...agent,
        async 'conversation:sync'(services, session, request, connection) {
          const page = await agent['conversation:sync'](services, session, request, connection)
          const isFirst = request.afterSeq === 0 || page.messages.length < 2
          return isFirst ? page : { ...page, messages: page.messages.slice(1) }
        },
      },
    },
  }
}

/** Stores, tells nobody, and says no. */
export function refuseStored(parts: Parts): Parts {
  const { agent } = parts.handlers
  return {
    ...parts,
    handlers: {
      ...parts.handlers,
      agent: {
        ...agent,
        async 'message:send'(services, ...given) {
          const isRefused = Math.random() < REFUSED_SHARE
          const silent = { ...services, deliver() {} }
          const reply = await agent['message:send'](isRefused ? silent : services, ...given)
          if (isRefused) throw new ChatError('forbidden')
          return reply
        },
      },
    },
  }
}
