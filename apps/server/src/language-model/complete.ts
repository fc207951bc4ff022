import type { ModelPurpose } from '@biometrics/chat-protocol'
import type { Queries } from '../database/database.ts'
import type { Services } from '../services.ts'
import { type Asked, askModel, type Completed, ModelFailure } from './ask-model.ts'
import { addUsage, findModel, type ModelRow, noteModel, readUsage } from './model-store.ts'

export type { ModelRow }

export const KEY_PLACE = 'language_models.api_key'

export type ModelServices = Pick<Services, 'database' | 'clock' | 'vault' | 'outbound'>

/** The month's limit is reached; nothing was asked. */
export class ModelLimitReached extends Error {
  override readonly name = 'ModelLimitReached'
}

/** Who is asked again after a refusal waits this long at most; a visitor is waiting too. */
const RETRY_WAIT_MAX_MS = 1_500
const RETRY_WAIT_MS = 500
const BUSY = /^It answered (?:429|502|503)\b/

/**
 * Asks the app's model once, within the month's limit, and counts what it took, failures too. What is under way when the
 * limit is reached is still paid for. Who is refused for being too many is asked once more, unless words have come already.
 */
export async function complete(
  services: ModelServices,
  row: ModelRow,
  purpose: ModelPurpose,
  asked: Asked,
): Promise<Completed> {
  const { database, clock, vault, outbound } = services
  const now = clock.now()
  if (await isUsedUp(services, row)) throw new ModelLimitReached('the limit of the month is reached')
  const counted = { appUuid: row.app_uuid, purpose, now }
  const endpoint = {
    baseUrl: row.base_url,
    model: row.model,
    apiKey: row.api_key === null ? null : vault.open(KEY_PLACE, row.api_key),
  }
  let hasBegun = false
  const attempt = () =>
    askModel(outbound, endpoint, {
      ...asked,
      onText(text) {
        hasBegun = true
        asked.onText?.(text)
      },
    })
  try {
    const completed = await attempt().catch(async (error: unknown) => {
      const wait = error instanceof ModelFailure ? (error.retryAfterMs ?? RETRY_WAIT_MS) : 0
      const mayRetry = error instanceof ModelFailure && BUSY.test(error.message) && wait <= RETRY_WAIT_MAX_MS
      if (!mayRetry || hasBegun || asked.signal?.aborted) throw error
      await new Promise<void>((resolve) => {
        clock.after(wait, resolve)
      })
      return attempt()
    })
    const cost =
      (completed.inputTokens * row.input_price + completed.outputTokens * row.output_price) / 1_000_000
    await addUsage(database.query, counted, { requests: 1, failures: 0, ...completed, cost })
    if (row.failed_at !== null)
      await noteModel(database.query, row.app_uuid, { failed_at: null, failure: null })
    return completed
  } catch (error) {
    const nothing = { inputTokens: 0, outputTokens: 0, cost: 0 }
    await addUsage(database.query, counted, { requests: 1, failures: 1, ...nothing })
    const failure = error instanceof Error ? error.message : 'unknown'
    await noteModel(database.query, row.app_uuid, { failed_at: now, failure })
    throw error
  }
}

async function isUsedUp({ database, clock }: ModelServices, row: ModelRow): Promise<boolean> {
  const used = await readUsage(database.query, row.app_uuid, clock.now())
  const tokens = used.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)
  const cost = used.reduce((sum, one) => sum + one.cost, 0)
  return tokens >= Number(row.tokens_per_month) || (row.cost_per_month !== null && cost >= row.cost_per_month)
}

/** The app's model, for those who can do without. */
export function modelOf(query: Queries, appUuid: string): Promise<ModelRow | undefined> {
  return findModel(query, appUuid)
}
