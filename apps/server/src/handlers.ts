import type { AgentCommandName, Message, Payload, Reply, VisitorCommandName } from '@biometrics/chat-protocol'
import { noteActivity } from './agents/note-activity.ts'
import { setStatus } from './agents/set-status.ts'
import { accessConversation } from './conversations/access-conversation.ts'
import { readInboxCounts } from './conversations/announce-later.ts'
import { closeConversation } from './conversations/close-conversation.ts'
import { markRead } from './conversations/mark-read.ts'
import { prioritizeConversation } from './conversations/prioritize-conversation.ts'
import { rateConversation } from './conversations/rate-conversation.ts'
import { releaseConversation } from './conversations/release-conversation.ts'
import { reopenConversation } from './conversations/reopen-conversation.ts'
import { setTyping } from './conversations/set-typing.ts'
import { snoozeConversation } from './conversations/snooze-conversation.ts'
import { startConversation } from './conversations/start-conversation.ts'
import { syncConversation } from './conversations/sync-conversation.ts'
import { tagConversation } from './conversations/tag-conversation.ts'
import { takeConversation } from './conversations/take-conversation.ts'
import { takeNext } from './conversations/take-next.ts'
import { tellLooking } from './conversations/tell-looking.ts'
import { transferConversation } from './conversations/transfer-conversation.ts'
import type { Audience } from './delivery/audience.ts'
import { partsOf } from './reach.ts'
import { sendMessage } from './messages/send-message.ts'
import type { Services } from './services.ts'
import type { AgentSession, Session, VisitorSession } from './session.ts'
import { viewPage } from './visitors/update-visitor.ts'

/** The socket a command came through, as far as handlers may know it. */
export interface Connection {
  id: string
  /** Whether it hears its own messages as events too, though it has them from the answers. */
  hearsItself: boolean
  join(audience: Audience): Promise<void>
  leave(audience: Audience): Promise<void>
}

type Handler<Name extends keyof Payloads, S> = (
  services: Services,
  session: S,
  payload: Payloads[Name],
  connection: Connection,
) => Promise<Replies[Name]>
type Payloads = { [N in VisitorCommandName | AgentCommandName]: Payload<N> }
type Replies = { [N in VisitorCommandName | AgentCommandName]: Reply<N> }

type BothName = VisitorCommandName & AgentCommandName

const inReply = (message: Message) => ({ message })

/** Who answers either side. */
const bothHandlers: { [N in Exclude<BothName, 'conversation:sync'>]: Handler<N, Session> } = {
  'message:send': (services, session, message, connection) =>
    sendMessage(services, session, message, connection.hearsItself ? undefined : connection.id).then(inReply),
  'message:read': async (services, session, mark) => {
    await markRead(services, session, mark)
    return {}
  },
  'typing:set': async (services, session, typing, connection) => {
    await setTyping(services, session, typing, connection.id)
    return {}
  },
  'conversation:close': async (services, session, { conversationId, resolved, form }) => ({
    conversation: await closeConversation(services, session, conversationId, resolved, form),
  }),
  ping: async () => ({}),
}

/** Who answers either side: command → action. */
export interface Handlers {
  visitor: { [N in VisitorCommandName]: Handler<N, VisitorSession> }
  agent: { [N in AgentCommandName]: Handler<N, AgentSession> }
}

/** Who answers a visitor; a missing command does not compile. */
const visitorHandlers: Handlers['visitor'] = {
  ...bothHandlers,
  'conversation:start': startConversation,
  'conversation:sync': (services, session, request) =>
    services.reads.run(() => syncConversation(services, session, request)),
  'conversation:rate': async (services, session, rating) => ({
    conversation: await rateConversation(services, session, rating),
  }),
  'page:view': async (services, session, page) => {
    await viewPage(services, session, page)
    return {}
  },
}

/** Who answers an agent. */
const agentHandlers: Handlers['agent'] = {
  ...bothHandlers,
  'conversation:sync': (services, session, request, connection) =>
    services.reads.run(async () => {
      await accessConversation(services.database, session, request.conversationId)
      // Join first, then read: what is said in between comes live, and positions tell that it came twice.
      const watchers = { watchers: request.conversationId }
      await connection.join(watchers)
      try {
        return await syncConversation(services, session, request)
      } catch (refusal) {
        // It has gone out of reach since the first look.
        await connection.leave(watchers)
        throw refusal
      }
    }),
  'conversation:leave': async (_services, _session, { conversationId }, connection) => {
    await connection.leave({ watchers: conversationId })
    return {}
  },
  'conversation:look': async (services, session, look, connection) => {
    await tellLooking(services, session, look, connection.id)
    return {}
  },
  'agent:status': async (services, session, status) => ({
    agent: await setStatus(services, session, status),
  }),
  'inbox:watch': async (services, session, { watch }, connection) => {
    for (const inbox of partsOf(session))
      await (watch ? connection.join({ inbox }) : connection.leave({ inbox }))
    return { counts: await readInboxCounts(services, session) }
  },
  'conversation:take': async (services, session, { conversationId }) => ({
    conversation: await takeConversation(services, session, conversationId),
  }),
  'conversation:release': async (services, session, { conversationId }) => ({
    conversation: await releaseConversation(services, session, conversationId),
  }),
  'conversation:transfer': async (services, session, transfer) => ({
    conversation: await transferConversation(services, session, transfer),
  }),
  'conversation:prioritize': async (services, session, { conversationId, priority }) => ({
    conversation: await prioritizeConversation(services, session, conversationId, priority),
  }),
  'conversation:snooze': async (services, session, { conversationId, until }) => ({
    conversation: await snoozeConversation(services, session, conversationId, until),
  }),
  'conversation:tag': async (services, session, { conversationId, tags }) => ({
    conversation: await tagConversation(services, session, conversationId, tags),
  }),
  'queue:take': async (services, session, { groupId }) => ({
    conversation: await takeNext(services, session, groupId),
  }),
  'agent:activity': async (services, session) => {
    await noteActivity(services, session)
    return {}
  },
  'conversation:reopen': async (services, session, { conversationId }) => ({
    conversation: await reopenConversation(services, session, conversationId),
  }),
}

export const handlers: Handlers = { visitor: visitorHandlers, agent: agentHandlers }
