import { type Bot, type BotChange, ChatError } from '@biometrics/chat-protocol'
import { modelOf } from '../language-model/complete.ts'
import type { Services } from '../services.ts'
import { findBot, lockBot, upsertBot } from './bot-store.ts'
import { botView, DEFAULTS } from './bot-view.ts'
import { findModelFacts } from './knowledge/model-store.ts'
import { findBotWebhook } from './outside/outside-store.ts'
import { requireApp } from './require-app.ts'

type BotServices = Pick<Services, 'database' | 'clock' | 'bots' | 'trainer'>

export async function getBot({ database }: Pick<Services, 'database'>, appUuid: string): Promise<Bot> {
  await requireApp(database.query, appUuid)
  const row = await findBot(database.query, appUuid)
  const webhook = await findBotWebhook(database.query, appUuid)
  const hasModel = (await modelOf(database.query, appUuid)) !== undefined
  return botView(appUuid, { row, webhook, hasModel, model: await findModelFacts(database.query, appUuid) })
}

export async function changeBot(services: BotServices, appUuid: string, fields: BotChange): Promise<Bot> {
  const { database, clock } = services
  await requireApp(database.query, appUuid)
  await database.query.transaction().execute(async (trx) => {
    const before = await lockBot(trx, appUuid)
    const [answerAt, offerAt] = [
      fields.answerAt ?? before?.answer_at ?? DEFAULTS.answer_at,
      fields.offerAt ?? before?.offer_at ?? DEFAULTS.offer_at,
    ]
    if (offerAt > answerAt) refuse('offerAt', 'must not be above answerAt')
    if (fields.kind === 'flow' && (before?.flow_version ?? null) === null)
      refuse('kind', 'publish a flow first')
    if (fields.kind === 'webhook' && !(await findBotWebhook(trx, appUuid)))
      refuse('kind', 'set the address of your bot first')
    if (fields.kind === 'model' && !(await modelOf(trx, appUuid)))
      refuse('kind', 'set a language model first')
    await upsertBot(
      trx,
      { ...DEFAULTS, app_uuid: appUuid },
      {
        ...columnsOf(fields),
        // From its first day on it learns from the articles that are there.
        ...(before === undefined && { training_requested_at: clock.now() }),
      },
    )
  })
  await services.bots.lookNow()
  services.trainer.wake()
  return getBot(services, appUuid)
}

/** Asks for a training now, though nothing has changed. */
export async function trainBot(services: BotServices, appUuid: string): Promise<Bot> {
  await requireApp(services.database.query, appUuid)
  await upsertBot(
    services.database.query,
    { ...DEFAULTS, app_uuid: appUuid },
    { training_requested_at: services.clock.now() },
  )
  services.trainer.wake()
  return getBot(services, appUuid)
}

function columnsOf(fields: BotChange) {
  const columns = {
    kind: fields.kind,
    name: fields.name,
    turn_limit: fields.turnLimit,
    visitor_turns_per_hour: fields.visitorTurnsPerHour,
    app_turns_per_day: fields.appTurnsPerDay,
    answer_at: fields.answerAt,
    offer_at: fields.offerAt,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

function refuse(path: string, message: string): never {
  throw new ChatError('invalid_payload', `${path}: ${message}.`, { fields: [{ path, message }] })
}
