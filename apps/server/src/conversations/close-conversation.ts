import { ChatError, type Conversation, type FormField } from '@biometrics/chat-protocol'
import { findCloseForm } from '../apps/find-app.ts'
import type { Session } from '../session.ts'
import { type ChangeServices, changeConversation } from './change-conversation.ts'
import { toClosed } from './transitions.ts'

type Answers = Record<string, unknown>

/** Ends it; the agent stays named as the one who had it. Closing twice changes nothing. */
export function closeConversation(
  services: ChangeServices,
  session: Session,
  conversationId: string,
  resolved = true,
  form?: Answers,
): Promise<Conversation> {
  return changeConversation(services, session, conversationId, async (held, trx, now) => {
    if (held.status === 'closed') return null
    if (form) checkAnswers(session, await findCloseForm(trx, held.app_uuid), form)
    const by = session.kind === 'agent' ? session : null
    return {
      change: toClosed(session.kind, resolved, now, form),
      why: { reason: 'closed', by, ...(by === null && { detail: 'visitor' }) },
    }
  })
}

/** Against the app's form: no answer without a question, and none missing that must be given. */
function checkAnswers(session: Session, fields: FormField[] | null, answers: Answers): void {
  if (session.kind === 'visitor') refuse('form', 'is for agents')
  const asked = new Map((fields ?? []).map((field) => [field.name, field]))
  for (const name of Object.keys(answers)) if (!asked.has(name)) refuse(`form.${name}`, 'is not asked for')
  for (const { name, required, options } of asked.values()) {
    const answer = answers[name]
    const isGiven = answer !== undefined && answer !== null && answer !== '' && answer !== false
    if (required && !isGiven) refuse(`form.${name}`, 'must be answered')
    if (isGiven && options && !options.some(({ value }) => value === answer))
      refuse(`form.${name}`, 'must be one of the options')
  }
}

function refuse(path: string, message: string): never {
  throw new ChatError('invalid_payload', `${path}: ${message}.`, { fields: [{ path, message }] })
}
