import type { Message, NewMessage } from '@biometrics/chat-protocol'
import type { ChangeServices } from '../conversations/change-conversation.ts'
import { accessConversation } from '../conversations/access-conversation.ts'
import { reopenByVisitor } from '../conversations/reopen-by-visitor.ts'
import { mayMention, tellMentions } from '../mentions/tell-mentions.ts'
import type { Services } from '../services.ts'
import type { AgentSession, Session, VisitorSession } from '../session.ts'
import { announceMessage } from './announce-message.ts'
import type { NewMessageRow, StoreResult } from './message-row.ts'
import { messageFor } from './message-view.ts'
import { newMessageRow, refuseUnstored } from './new-message-row.ts'

type SendServices = ChangeServices & Pick<Services, 'messageLog' | 'bots' | 'availability' | 'fileLinks'>

/**
 * Stores a message and tells those who may see it. Resolves after commit; a repeat gives the first and tells nobody. What a
 * session may not say is thrown at once.
 */
export function sendMessage(
  services: SendServices,
  session: Session,
  message: NewMessage,
  /** A socket that has the message from the answer and wants no event. */
  socketId?: string,
): Promise<Message> {
  // Nothing may be awaited before the log has the message: that is what keeps a sender's order. And thousands wait here at
  // a time: whatever each of them holds is copied whenever garbage is collected, so they hold the row and nothing else.
  const row = newMessageRow(session, message, services.clock.now())
  const appended =
    session.kind === 'agent' && session.onlyGroups !== null
      ? appendIfReached(services, session, row)
      : services.messageLog.append(row)
  return appended.then((result) =>
    result.outcome === 'closed' && session.kind === 'visitor'
      ? sendAgain(services, session, row, result, socketId)
      : tell(services, session, row, result, socketId),
  )
}

/** The last look of each, after which the next may look. */
const looks = new WeakMap<AgentSession, Promise<unknown>>()

/** Who does not reach everything is looked after first: one message after the other, so that they stay in order. */
async function appendIfReached(
  { database, messageLog }: SendServices,
  session: AgentSession,
  row: NewMessageRow,
): Promise<StoreResult> {
  const before = looks.get(session)
  const look = (async () => {
    await before?.catch(() => {})
    await accessConversation(database, session, row.conversation_id)
    // In the same turn as the look ends: the next one's look begins after it.
    return { result: messageLog.append(row) }
  })()
  looks.set(session, look)
  return (await look).result
}

/** A visitor's next word opens a closed conversation again, for a while. */
async function sendAgain(
  services: SendServices,
  session: VisitorSession,
  row: NewMessageRow,
  closed: StoreResult,
  socketId: string | undefined,
): Promise<Message> {
  const isOpen = await reopenByVisitor(services, session, row.conversation_id)
  return tell(services, session, row, isOpen ? await services.messageLog.append(row) : closed, socketId)
}

function tell(
  services: SendServices,
  session: Session,
  row: NewMessageRow,
  result: StoreResult,
  socketId: string | undefined,
): Message | Promise<Message> {
  const stored = refuseUnstored(result, row)
  if (mayMention(row)) return named(services, session, row, stored, socketId)
  return announce(services, session, row, stored, socketId)
}

type Stored = ReturnType<typeof refuseUnstored>

/** Also of a note that was stored before: whoever sends it again does not know whether they were told. */
async function named(
  services: SendServices,
  session: Session,
  row: NewMessageRow,
  stored: Stored,
  socketId: string | undefined,
): Promise<Message> {
  const message = announce(services, session, row, stored, socketId)
  await tellMentions(services, row, stored.seq)
  return message
}

function announce(
  services: SendServices,
  session: Session,
  row: NewMessageRow,
  stored: Stored,
  socketId: string | undefined,
): Message {
  if (stored.outcome === 'stored') {
    const views = announceMessage(services, row, stored, socketId)
    if (session.kind === 'visitor' && stored.agent_id === null) {
      services.bots.heard(session.appUuid, row.conversation_id)
    }
    const view = session.kind === 'visitor' ? views.visitor : views.agent
    if (view !== null) return view
  }
  const { id, created_at, seq, public_seq } = stored
  return messageFor(services.fileLinks, session, { ...row, id, created_at, seq, public_seq }, stored)
}
