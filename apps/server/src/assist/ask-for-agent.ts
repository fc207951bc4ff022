import { ChatError, type ModelPurpose } from '@biometrics/chat-protocol'
import { ModelFailure, type ModelMessage } from '../language-model/ask-model.ts'
import { complete, ModelLimitReached, modelOf, type ModelServices } from '../language-model/complete.ts'
import { createMask, type Known } from '../language-model/mask.ts'

/** An agent waits with a clock beside; more than a visitor would. */
const TIMEOUT_MS = 60_000

export interface ForAgent {
  /** Hides what must not leave, if the app wants that. */
  hide(text: string): string
  /** Asks; what was hidden is put back into the answer. Refusals are in words for the agent. */
  ask(purpose: ModelPurpose, messages: readonly ModelMessage[], maxTokens: number): Promise<string>
}

/** The app's language model at an agent's service; null where none is set. */
export async function modelForAgent(
  services: ModelServices,
  appUuid: string,
  visitor: Known,
): Promise<ForAgent | null> {
  const row = await modelOf(services.database.query, appUuid)
  if (!row) return null
  const { name = null, email = null, phone = null } = visitor
  const mask = row.masks ? createMask({ name, email, phone }) : null
  return {
    hide: (text) => mask?.hide(text) ?? text,
    async ask(purpose, messages, maxTokens) {
      try {
        const { text } = await complete(services, row, purpose, {
          messages,
          maxTokens,
          timeoutMs: TIMEOUT_MS,
        })
        if (text.trim() === '') throw new ModelFailure('It answered nothing.')
        return mask?.restore(text) ?? text
      } catch (error) {
        if (error instanceof ModelLimitReached)
          throw new ChatError('no_model', 'What the language model may take this month is used up.')
        if (error instanceof ModelFailure)
          throw new ChatError('model_failed', error.message, { cause: error })
        throw error
      }
    },
  }
}
