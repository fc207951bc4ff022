import { type BotWebhookTest, type BotWebhookWithSecret, ChatError } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { OutboundRefused } from '../../outbound/outbound.ts'
import type { Services } from '../../services.ts'
import { newSecret } from '../../webhooks/sign.ts'
import { SECRET_OVERLAP_MS } from '../../webhooks/webhook-limits.ts'
import { requireApp } from '../require-app.ts'
import { BOT_SECRET_PLACE, post } from './outside-bot.ts'
import { type BotWebhookRow, findBotWebhook, putBotWebhook, updateBotWebhook } from './outside-store.ts'

type OutsideServices = Pick<Services, 'database' | 'clock' | 'vault' | 'outbound'>

/** Sets the address; its secret stands in this answer and in none after it. */
export async function setBotWebhook(
  services: OutsideServices,
  appUuid: string,
  url: string,
): Promise<BotWebhookWithSecret> {
  const { database, vault } = services
  await requireApp(database.query, appUuid)
  await refusePrivate(services, 'url', url)
  const secret = newSecret()
  await putBotWebhook(database.query, {
    app_uuid: appUuid,
    url,
    secret: vault.seal(BOT_SECRET_PLACE, secret),
    previous_secret: null,
    previous_secret_until: null,
  })
  return { url, secret }
}

/** A new secret signs from now on; for a day the one before signs beside it. */
export async function rotateBotSecret(
  { database, clock, vault }: OutsideServices,
  appUuid: string,
): Promise<BotWebhookWithSecret> {
  const before = await requireWebhook({ database }, appUuid)
  const secret = newSecret()
  await updateBotWebhook(database.query, appUuid, {
    secret: vault.seal(BOT_SECRET_PLACE, secret),
    previous_secret: before.secret,
    previous_secret_until: new Date(clock.now().getTime() + SECRET_OVERLAP_MS),
  })
  return { url: before.url, secret }
}

/** Sends a `ping`, and says what became of it. */
export async function pingBot(services: OutsideServices, appUuid: string): Promise<BotWebhookTest> {
  const webhook = await requireWebhook(services, appUuid)
  const ping = {
    id: uuid(),
    event: 'ping',
    createdAt: services.clock.now().toISOString(),
    data: null,
  } as const
  try {
    const { status } = await post(services, webhook, ping)
    return { ok: status >= 200 && status < 300, detail: `It answered ${status}.` }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'It did not answer.' }
  }
}

/** An address that must not be asked is the mistake of whoever chose it. */
export async function refusePrivate(
  { outbound }: Pick<Services, 'outbound'>,
  path: string,
  url: string,
): Promise<void> {
  await outbound.check(url).catch((error: unknown) => {
    if (!(error instanceof OutboundRefused)) throw error
    throw new ChatError('invalid_payload', `${path}: ${error.message}`, {
      fields: [{ path, message: error.message }],
    })
  })
}

async function requireWebhook(
  { database }: Pick<Services, 'database'>,
  appUuid: string,
): Promise<BotWebhookRow> {
  await requireApp(database.query, appUuid)
  const row = await findBotWebhook(database.query, appUuid)
  if (!row) throw new ChatError('not_found', 'The app has no bot of its own: set its address first.')
  return row
}
