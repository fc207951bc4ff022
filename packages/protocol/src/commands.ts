import { z } from 'zod'
import { agent, agentStatus, maxChats } from './agent.ts'
import { comment, conversation, inboxCounts, priority, score, tags } from './conversation.ts'
import { clientId, epoch, id, seq, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { firstMessage, message, newMessage } from './message.ts'
import { json, label, text } from './text.ts'

const conversationId = id
const empty = z.object({})
const oneConversation = z.object({ conversation })

/** Answers of the pre-chat form, by field name. */
export const prechat = z
  .record(label(LIMITS.nameLength), json)
  .refine((value) => Object.keys(value).length <= LIMITS.prechatAnswers, {
    error: `at most ${LIMITS.prechatAnswers} answers`,
  })

/** Where a conversation is handed to: an agent or a group, and a note that only agents see. */
const transferTo = {
  toAgentId: id.optional(),
  toGroupId: id.optional(),
  note: text(LIMITS.textLength, 1).optional(),
  /** Refuses with `agent_unavailable` when the agent is full or not online, so that one can ask before it is done. */
  ifAvailable: z.boolean().optional(),
}
const namesOne = (to: { toAgentId?: string | undefined; toGroupId?: string | undefined }) =>
  (to.toAgentId === undefined) !== (to.toGroupId === undefined)
const whichOne = { path: ['toAgentId'], error: 'name either toAgentId or toGroupId' }
/** Answers of the app's closing form, by field name. */
export const closingForm = prechat
/** A moment that is still to come, or null: until the visitor writes. */
export const snoozeBody = z.strictObject({ until: timestamp.nullable() })
export const transferBody = z.strictObject(transferTo).refine(namesOne, whichOne)

/**
 * Everything a client may ask over Socket.IO: name → who may ask, what is sent, what the acknowledgement's `data` holds.
 * The acknowledgement is `{ok: true, data}` or `{ok: false, error}` with {@link CommandError}.
 */
export const commands = {
  'conversation:start': {
    who: 'visitor',
    payload: z.strictObject({
      clientId,
      prechat: prechat.optional(),
      groupId: id.optional(),
      subject: label(LIMITS.titleLength).optional(),
      message: firstMessage.optional(),
    }),
    reply: z.object({ conversation, messages: z.array(message) }),
  },
  /**
   * Messages after `afterSeq`, oldest first; with `beforeSeq`, the newest ones below it. `more` says whether a page like
   * this follows; `epoch` names the log, see the event `heads`.
   */
  'conversation:sync': {
    who: 'both',
    payload: z.strictObject({
      conversationId,
      afterSeq: seq,
      beforeSeq: seq.optional(),
      limit: z.number().int().min(1).max(LIMITS.pageSizeMax).optional(),
    }),
    reply: z.object({ conversation, messages: z.array(message), more: z.boolean(), epoch }),
  },
  /** The agent no longer looks at it: live messages of a conversation that is somebody else's stop coming. */
  'conversation:leave': { who: 'agent', payload: z.strictObject({ conversationId }), reply: empty },
  /**
   * The agent has it in front of them, or no longer; told to the others who have it open, as the event `looking`. Say it
   * again while it is so; `asks` when one comes, so that those who are there answer.
   */
  'conversation:look': {
    who: 'agent',
    payload: z.strictObject({ conversationId, looking: z.boolean(), asks: z.boolean().optional() }),
    reply: empty,
  },
  'message:send': { who: 'both', payload: newMessage, reply: z.object({ message }) },
  'message:read': { who: 'both', payload: z.strictObject({ conversationId, seq }), reply: empty },
  'typing:set': {
    who: 'both',
    payload: z.strictObject({
      conversationId,
      typing: z.boolean(),
      preview: text(LIMITS.previewLength).optional(),
    }),
    reply: empty,
  },
  'conversation:rate': {
    who: 'visitor',
    payload: z.strictObject({ conversationId, score, comment: comment.optional() }),
    reply: oneConversation,
  },
  'conversation:close': {
    who: 'both',
    payload: z.strictObject({
      conversationId,
      resolved: z.boolean().optional(),
      form: closingForm.optional(),
    }),
    reply: oneConversation,
  },
  /** Nothing but an answer: whether the connection still carries anything. */
  ping: { who: 'both', payload: z.strictObject({}), reply: empty },
  'page:view': {
    who: 'visitor',
    payload: z.strictObject({ url: text(LIMITS.urlLength), title: text(LIMITS.nameLength).optional() }),
    reply: empty,
  },
  'agent:status': {
    who: 'agent',
    payload: z.strictObject({ status: agentStatus, maxChats: maxChats.optional() }),
    reply: z.object({ agent }),
  },
  /** Hear of every change in the list of conversations, also of those that are somebody else's, and of its counts. */
  'inbox:watch': {
    who: 'agent',
    payload: z.strictObject({ watch: z.boolean() }),
    reply: z.object({ counts: inboxCounts }),
  },
  'conversation:take': { who: 'agent', payload: z.strictObject({ conversationId }), reply: oneConversation },
  'conversation:release': {
    who: 'agent',
    payload: z.strictObject({ conversationId }),
    reply: oneConversation,
  },
  'conversation:transfer': {
    who: 'agent',
    payload: z.strictObject({ conversationId, ...transferTo }).refine(namesOne, whichOne),
    reply: oneConversation,
  },
  'conversation:prioritize': {
    who: 'agent',
    payload: z.strictObject({ conversationId, priority }),
    reply: oneConversation,
  },
  /** Puts it aside until a moment, or until the visitor writes; then it goes back to its agent, or to the queue. */
  'conversation:snooze': {
    who: 'agent',
    payload: z.strictObject({ conversationId, ...snoozeBody.shape }),
    reply: oneConversation,
  },
  /** Replaces the tags. */
  'conversation:tag': {
    who: 'agent',
    payload: z.strictObject({ conversationId, tags }),
    reply: oneConversation,
  },
  /** The first of the agent's queues, or of one group's, that the agent fits; null when nobody waits there. */
  'queue:take': {
    who: 'agent',
    payload: z.strictObject({ groupId: id.optional() }),
    reply: z.object({ conversation: conversation.nullable() }),
  },
  /** A person uses this device; at most once a minute. Without it an agent becomes away after the set idle time. */
  'agent:activity': { who: 'agent', payload: z.strictObject({}), reply: empty },
  'conversation:reopen': {
    who: 'agent',
    payload: z.strictObject({ conversationId }),
    reply: oneConversation,
  },
} as const satisfies Record<
  string,
  { who: 'visitor' | 'agent' | 'both'; payload: z.ZodType; reply: z.ZodType }
>

export type Commands = typeof commands
export type CommandName = keyof Commands
type NamesFor<Who> = { [N in CommandName]: Commands[N]['who'] extends Who | 'both' ? N : never }[CommandName]
export type VisitorCommandName = NamesFor<'visitor'>
export type AgentCommandName = NamesFor<'agent'>
export type Payload<N extends CommandName> = z.infer<Commands[N]['payload']>
export type PayloadInput<N extends CommandName> = z.input<Commands[N]['payload']>
export type Reply<N extends CommandName> = z.infer<Commands[N]['reply']>
