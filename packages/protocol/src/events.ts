import { z } from 'zod'
import { agentPresence } from './agent.ts'
import { conversation, inboxCounts } from './conversation.ts'
import { epoch, id, seq, timestamp } from './ids.ts'
import { mention } from './mention.ts'
import { message, senderType } from './message.ts'
import { breach } from './metrics.ts'
import { assignment, availability } from './routing.ts'

/** Everything the server may tell over Socket.IO: name → payload. Clients ignore what they do not know. */
export const events = {
  /**
   * After commit, to everybody in the conversation, the sender's tabs included. A socket with `echo: false` in its `auth` is
   * not told what it has from its own acknowledgements.
   */
  message,
  /** After any change of a conversation; runs of messages are gathered into one a second. */
  conversation,
  /** To agents who reached it: it has been erased, with all that was said in it, or it is no longer theirs to see. */
  gone: z.object({
    conversationId: id,
    updatedAt: timestamp
      .optional()
      .describe(
        'what else is told of it is from before, unless it is as new; without it: it never comes back',
      ),
  }),
  typing: z.object({
    conversationId: id,
    senderId: z.string(),
    senderType,
    typing: z.boolean(),
    preview: z.string().optional(),
  }),
  /** `seq` is in the positions of the one who hears it. */
  read: z.object({ conversationId: id, readerType: senderType, seq }),
  availability,
  agent: agentPresence,
  /** To agents who look at the conversation, and to the two whom it leaves and reaches, where it is theirs to see. */
  assignment,
  /** To agents who have the conversation open: a colleague has it in front of them, or no longer. */
  looking: z.object({
    conversationId: id,
    agentId: id,
    name: z.string(),
    looking: z.boolean(),
    asks: z.boolean().optional().describe('who hears it and looks at it too says so'),
  }),
  /** To the agent whom a colleague has named in a note. */
  mention,
  /** To agents who watch the inbox, at most one a second. */
  counts: inboxCounts,
  /** To every agent, once for each figure of today that comes to miss its target. */
  breach,
  /**
   * Where conversations end, from the database and in the positions of the one who hears it: every 15 s those that
   * changed meanwhile. Who knows less asks `conversation:sync`; another `epoch` than before means that the log is
   * another one (restored from a backup), and all that is known of it is to be read anew.
   */
  heads: z.object({ epoch, heads: z.array(z.object({ conversationId: id, seq })) }),
  /** The server is about to stop and closes this connection within `afterMs`; another handshake finds a server. */
  draining: z.object({ afterMs: z.number().int() }),
} as const satisfies Record<string, z.ZodType>

export type Events = { [N in keyof typeof events]: z.infer<(typeof events)[N]> }
export type EventName = keyof Events
