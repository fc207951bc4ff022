/** A broken promise, in words to act on. */
export interface Violation {
  rule: RuleNumber
  conversationId?: string
  words: string
}

export const RULES = {
  1: 'what was acked is in the history exactly once',
  2: 'the position that the sender was shown is the one in the history',
  3: 'only what is wrong is refused, and it is not in the history',
  4: 'what was given up is in the history at most once',
  5: 'nothing is in the history that nobody sent',
  6: 'positions are 1, 2, 3 … for agents and for the visitor',
  7: 'order is kept: within an outbox, and between an ack and what was sent after it',
  8: 'every reader ends with exactly the history that they may see',
  9: 'nothing was ever shown that is not in the history',
  10: 'no visitor was told a word of a note',
  11: 'read marks and ends of conversations never go back',
  12: 'what was acked is shown within 20 s, and nothing waits for ever',
  13: 'nothing is left behind: connections, sockets, memory',
} as const

export type RuleNumber = keyof typeof RULES
