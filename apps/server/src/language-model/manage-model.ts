import { ChatError, type LanguageModel, type ModelBody, type ModelTest } from '@biometrics/chat-protocol'
import { refusePrivate } from '../bot/outside/manage-outside.ts'
import { kindOfBot } from '../bot/kind-of-bot.ts'
import { requireApp } from '../bot/require-app.ts'
import type { Services } from '../services.ts'
import { complete, KEY_PLACE, type ModelServices } from './complete.ts'
import { deleteModel, findModel, type ModelRow, putModel, readUsage } from './model-store.ts'

const TEST_TIMEOUT_MS = 20_000

export async function getModel(services: ModelServices, appUuid: string): Promise<LanguageModel> {
  const { database, clock } = services
  await requireApp(database.query, appUuid)
  const row = await findModel(database.query, appUuid)
  const used = await readUsage(database.query, appUuid, clock.now())
  return { settings: row ? viewOf(row) : null, usedThisMonth: used as LanguageModel['usedThisMonth'] }
}

/** Sets the model; without a key the one that is there stays, unless the address is another: it was given to that one. */
export async function setModel(
  services: ModelServices,
  appUuid: string,
  { apiKey, ...body }: ModelBody,
): Promise<LanguageModel> {
  const { database, vault } = services
  await requireApp(database.query, appUuid)
  await refusePrivate(services, 'baseUrl', body.baseUrl)
  const before = await findModel(database.query, appUuid)
  const kept =
    before && new URL(before.base_url).origin === new URL(body.baseUrl).origin ? before.api_key : null
  await putModel(database.query, {
    app_uuid: appUuid,
    base_url: body.baseUrl,
    model: body.model,
    api_key: apiKey === undefined ? kept : apiKey === null ? null : vault.seal(KEY_PLACE, apiKey),
    masks: body.masksPersonalData,
    tokens_per_month: String(body.tokensPerMonth),
    cost_per_month: body.costPerMonth,
    input_price: body.inputPrice,
    output_price: body.outputPrice,
    failed_at: null,
    failure: null,
  })
  return getModel(services, appUuid)
}

/** From here on nothing is sent anywhere; what the month has taken stays in the books. */
export async function removeModel({ database }: Pick<Services, 'database'>, appUuid: string): Promise<void> {
  await requireApp(database.query, appUuid)
  if ((await kindOfBot(database.query, appUuid)) === 'model')
    throw new ChatError('in_use', 'The bot of the app answers with it: choose another bot first.')
  await deleteModel(database.query, appUuid)
}

/** Asks it for one word. */
export async function testModel(services: ModelServices, appUuid: string): Promise<ModelTest> {
  await requireApp(services.database.query, appUuid)
  const row = (await findModel(services.database.query, appUuid)) ?? missing()
  try {
    const { text } = await complete(services, row, 'test', {
      messages: [{ role: 'user', content: 'Answer with the one word: ready' }],
      maxTokens: 20,
      timeoutMs: TEST_TIMEOUT_MS,
    })
    return { ok: true, detail: text.trim().slice(0, 200) }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'It did not answer.' }
  }
}

function missing(): never {
  throw new ChatError('no_model')
}

function viewOf(row: ModelRow): NonNullable<LanguageModel['settings']> {
  return {
    baseUrl: row.base_url,
    model: row.model,
    hasKey: row.api_key !== null,
    masksPersonalData: row.masks,
    tokensPerMonth: Number(row.tokens_per_month),
    costPerMonth: row.cost_per_month,
    inputPrice: row.input_price,
    outputPrice: row.output_price,
    failure: row.failed_at && row.failure ? { at: row.failed_at.toISOString(), detail: row.failure } : null,
  }
}
