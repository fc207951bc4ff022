import { ChatError, type SessionReply, type SessionRequest } from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { type Caller, isOriginAllowed } from '../apps/allowed-origins.ts'
import { widgetConfig } from '../apps/app-view.ts'
import { type AppRow, findAppByName } from '../apps/find-app.ts'
import { readPageHours } from '../availability/read-page-hours.ts'
import { listOwnConversations } from '../conversations/list-own-conversations.ts'
import type { Queries } from '../database/database.ts'
import { isUniqueViolation } from '../database/errors.ts'
import { findGroupNames } from '../groups/find-group.ts'
import type { Services } from '../services.ts'
import { hashToken, isToken, newToken } from '../tokens.ts'
import { notePage, pageChange, profileChange } from './update-visitor.ts'
import { type Identity, refuseIdentity, verifyIdentity } from './verify-identity.ts'
import {
  changeVisitor,
  findVisitorByExternalId,
  findVisitorBySession,
  insertVisitor,
  insertVisitorSession,
  prolongVisitorSession,
  type VisitorRow,
} from './visitor-store.ts'
import { visitorView } from './visitor-view.ts'

const SESSION_DAYS = 365
const DAY_MS = 86_400_000
/** Longer than any browser's. */
const USER_AGENT_LENGTH = 500

type SessionServices = Pick<Services, 'database' | 'clock' | 'availability' | 'estimates' | 'fileLinks'>

/** Resumes the visitor of a known token, or of a proven identity, or starts a new one. */
export async function openVisitorSession(
  { database, clock, availability, estimates, fileLinks }: SessionServices,
  request: SessionRequest,
  caller: Caller,
  /** How the browser calls itself. */
  userAgent: string | null = null,
): Promise<SessionReply> {
  const now = clock.now()
  const app = await findAppByName(database.query, request.appId)
  if (!app) {
    throw new ChatError('not_found', `There is no app "${request.appId}".`, {
      fields: [{ path: 'appId', message: 'no such app' }],
    })
  }
  if (!isOriginAllowed(app.allowed_origins, caller)) throw new ChatError('origin_not_allowed')
  const identity = request.identity ? await verifyIdentity(request.identity, app, now) : null
  const { pageHours, warnings } = readPageHours(
    request.businessHours ?? app.widget.businessHours ?? undefined,
  )

  const open = async (trx: Queries) => {
    const known = await resume(trx, app, request.visitorToken ?? null, pageHours, now)
    if (app.identity_policy === 'required' && !identity && !known?.external_id)
      refuseIdentity('a proof is required')
    const change = {
      ...profileChange(request.visitor ?? {}),
      ...(request.language !== undefined && { language: request.language }),
      ...(request.timeZone !== undefined && { time_zone: request.timeZone }),
      ...(request.page !== undefined && { page: pageChange(request.page) }),
      ...(identity?.name !== undefined && { name: identity.name }),
      ...(identity?.email !== undefined && { email: identity.email }),
      ...(userAgent !== null && { user_agent: userAgent.slice(0, USER_AGENT_LENGTH) }),
      last_seen_at: now,
    }
    const found = identity
      ? await identify(trx, app, known, identity, now)
      : (known ?? (await create(trx, app, null, now)))
    const visitor = await changeVisitor(trx, found.id, change)
    if (request.page && request.page.url !== found.page?.url) await notePage(trx, found.id, request.page, now)
    const token =
      found.id === known?.id && request.visitorToken
        ? request.visitorToken
        : await issue(trx, found.id, pageHours, now)
    return { visitor, token }
  }
  const attempt = () => database.query.transaction().execute(open)
  const { visitor, token } = await attempt().catch((error) => {
    // Two tabs proved the same person at once: the second finds what the first made.
    if (isUniqueViolation(error)) return attempt()
    throw error
  })
  return {
    visitorToken: token,
    visitor: visitorView(visitor),
    config: widgetConfig(app, await findGroupNames(database.query, app.widget.choosableGroupIds ?? [])),
    ...(await availability.read(database.query, { appId: app.id, groupId: null, pageHours })),
    conversations: await listOwnConversations({ database, estimates, fileLinks }, visitor.id),
    ...(warnings.length > 0 && { warnings }),
  }
}

async function resume(
  trx: Queries,
  app: AppRow,
  token: string | null,
  pageHours: string | null,
  now: Date,
): Promise<VisitorRow | undefined> {
  if (token === null || !isToken('vis', token)) return undefined
  const tokenHash = hashToken(token)
  const visitor = await findVisitorBySession(trx, tokenHash, now)
  if (visitor?.app_uuid !== app.id) return undefined
  await prolongVisitorSession(trx, tokenHash, expiry(now), pageHours)
  return visitor
}

/** A proven person keeps one history on every device; an anonymous one of this browser becomes theirs, another's never. */
async function identify(
  trx: Queries,
  app: AppRow,
  known: VisitorRow | undefined,
  { externalId }: Identity,
  now: Date,
): Promise<VisitorRow> {
  const proven = await findVisitorByExternalId(trx, app.id, externalId)
  if (proven) return proven
  if (known && known.external_id === null) return changeVisitor(trx, known.id, { external_id: externalId })
  return create(trx, app, externalId, now)
}

async function create(trx: Queries, app: AppRow, externalId: string | null, now: Date): Promise<VisitorRow> {
  const row = {
    id: uuid(),
    app_uuid: app.id,
    external_id: externalId,
    attributes: '{}',
    page: 'null',
    created_at: now,
    last_seen_at: now,
  }
  return insertVisitor(trx, row)
}

async function issue(trx: Queries, visitorId: string, pageHours: string | null, now: Date): Promise<string> {
  const { token, tokenHash } = newToken('vis')
  await insertVisitorSession(trx, {
    token_hash: tokenHash,
    visitor_id: visitorId,
    page_hours: pageHours,
    created_at: now,
    expires_at: expiry(now),
  })
  return token
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + SESSION_DAYS * DAY_MS)
}
