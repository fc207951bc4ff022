import type { Thread } from '@biometrics/chat-client'

/** What was chosen, by the id of the message that asked. */
export type Answers = Readonly<Record<string, string>>

export function answersOf({ messages, pending }: Pick<Thread, 'messages' | 'pending'>): Answers {
  const answers: Record<string, string> = {}
  for (const { type, content, replyTo, senderType } of messages) {
    if (type === 'text' && replyTo && senderType === 'user') answers[replyTo] = content.value ?? content.text
  }
  for (const { draft } of pending) {
    if (draft.type === 'text' && draft.replyTo)
      answers[draft.replyTo] = draft.content.value ?? draft.content.text
  }
  return answers
}
