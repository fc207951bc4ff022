import type { BotAction, BotReply } from '@biometrics/chat-protocol'

/** What a visitor said, as far as a bot may know it. */
export interface BotMessage {
  text: string
  /** The machine's word for the option that was chosen. */
  value: string | null
}

/** What is known when a bot is asked; the visitor's own words are data, never instructions. */
export interface BotContext {
  appUuid: string
  conversationId: string
  visitor: {
    name: string | null
    email: string | null
    phone: string | null
    language: string | null
    attributes: Record<string, unknown>
  }
  /** Whether it is within the app's hours. */
  isOpen: boolean
  /** What the bot said of itself last time in this conversation; null at the beginning. */
  state: BotState | null
  /** Ends the work when time is up. */
  signal: AbortSignal
  /** Shows an answer that grows, and gives it more time; what counts is the answer. */
  preview?(text: string): void
}

export type BotState = Record<string, unknown>

/** An answer from an article, for the numbers. */
export interface Answered {
  articleId: string
  confidence: number
}

export interface BotAnswer {
  replies: BotReply[]
  actions: BotAction[]
  state: BotState
  /** Questions that had no sure answer, for the report. */
  unanswered?: { question: string; articleId: string | null; confidence: number }[]
  answered?: Answered[]
  /** What the visitor said of an answer. */
  helped?: { articleId: string; helpful: boolean }
  /** Whether this turn was a guess: two of them in a row and people take over. */
  unsure?: boolean
}

/** The port behind which every bot stands. `message` is null when the conversation begins. */
export interface Bot {
  processMessage(message: BotMessage | null, context: BotContext): Promise<BotAnswer>
}
