import { ChatError, type Webhook, type WebhookEvent, type WebhookWithSecret } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { OutboundRefused } from '../outbound/outbound.ts'
import type { Services } from '../services.ts'
import { newSecret } from './sign.ts'
import { SECRET_OVERLAP_MS } from './webhook-limits.ts'
import {
  deleteWebhook,
  findWebhook,
  insertWebhook,
  lockWebhooks,
  recordWhatIsWanted,
  listWebhooks as select,
  updateWebhook,
  type WebhookRow,
} from './webhook-store.ts'
import { webhookView } from './webhook-view.ts'

export const SECRET_PLACE = 'webhooks.secret'

type WebhookServices = Pick<Services, 'database' | 'clock' | 'vault' | 'outbound'>

interface Fields {
  url: string
  description: string
  events: Exclude<WebhookEvent, 'ping'>[]
  active: boolean
}

/** Makes a webhook; its secret stands in this answer and in none after it. */
export async function addWebhook(services: WebhookServices, fields: Fields): Promise<WebhookWithSecret> {
  const { database, clock, vault } = services
  await refusePrivate(services, fields.url)
  const secret = newSecret()
  const row: WebhookRow = {
    id: uuid(),
    url: fields.url,
    description: fields.description,
    events: fields.events,
    is_active: fields.active,
    secret: vault.seal(SECRET_PLACE, secret),
    previous_secret: null,
    previous_secret_until: null,
    failures: 0,
    paused_until: null,
    created_at: clock.now(),
  }
  await database.query.transaction().execute(async (trx) => {
    await lockWebhooks(trx)
    await insertWebhook(trx, row)
    await recordWhatIsWanted(trx)
  })
  return { ...webhookView(row), secret }
}

/** Another address, or one that is switched on again, begins without failures. */
export async function changeWebhook(
  services: WebhookServices,
  id: string,
  { url, description, events, active }: { [Name in keyof Fields]?: Fields[Name] | undefined },
): Promise<Webhook> {
  if (url !== undefined) await refusePrivate(services, url)
  const change = {
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(events !== undefined && { events }),
    ...(active !== undefined && { is_active: active }),
    ...((url !== undefined || active === true) && { failures: 0, paused_until: null }),
  }
  return services.database.query.transaction().execute(async (trx) => {
    await lockWebhooks(trx)
    const row = (await updateWebhook(trx, id, change)) ?? missing(id)
    await recordWhatIsWanted(trx)
    return webhookView(row)
  })
}

/** A new secret signs from now on; for a day the one before signs beside it, in a header of its own. */
export async function rotateSecret(
  { database, clock, vault }: WebhookServices,
  id: string,
): Promise<WebhookWithSecret> {
  const secret = newSecret()
  return database.query.transaction().execute(async (trx) => {
    await lockWebhooks(trx)
    const before = (await findWebhook(trx, id)) ?? missing(id)
    const row = await updateWebhook(trx, id, {
      secret: vault.seal(SECRET_PLACE, secret),
      previous_secret: before.secret,
      previous_secret_until: new Date(clock.now().getTime() + SECRET_OVERLAP_MS),
    })
    return { ...webhookView(row ?? missing(id)), secret }
  })
}

export async function getWebhook({ database }: WebhookServices, id: string): Promise<Webhook> {
  return webhookView((await findWebhook(database.query, id)) ?? missing(id))
}

export async function listWebhooks(
  { database }: WebhookServices,
  after: string | undefined,
  limit: number,
): Promise<Webhook[]> {
  return (await select(database.query, after, limit)).map(webhookView)
}

/** What waits for it goes with it. */
export async function removeWebhook({ database }: WebhookServices, id: string): Promise<void> {
  await database.query.transaction().execute(async (trx) => {
    await lockWebhooks(trx)
    if (!(await deleteWebhook(trx, id))) missing(id)
    await recordWhatIsWanted(trx)
  })
}

async function refusePrivate({ outbound }: Pick<Services, 'outbound'>, url: string): Promise<void> {
  await outbound.check(url).catch((error: unknown) => {
    if (!(error instanceof OutboundRefused)) throw error
    throw new ChatError('invalid_payload', `url: ${error.message}`, {
      fields: [{ path: 'url', message: error.message }],
    })
  })
}

export function missing(id: string): never {
  throw new ChatError('not_found', `There is no webhook ${id}.`)
}
