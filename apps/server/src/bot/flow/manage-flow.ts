import {
  ChatError,
  type Flow,
  type FlowDraft,
  type FlowVersion,
  type TryBody,
  type TryReply,
} from '@biometrics/chat-protocol'
import type { Queries } from '../../database/database.ts'
import type { Services } from '../../services.ts'
import type { AgentSession } from '../../session.ts'
import {
  type BotRow,
  findBot,
  findFlowVersion,
  insertFlowVersion,
  listFlowVersions,
  lockBot,
  upsertBot,
} from '../bot-store.ts'
import { DEFAULTS } from '../bot-view.ts'
import { knowledgeOf } from '../engines.ts'
import { requireApp } from '../require-app.ts'
import { checkFlow } from './check-flow.ts'
import { runFlow } from './run-flow.ts'

type FlowServices = Pick<Services, 'database' | 'clock' | 'bots'>

/** What stands in the editor before anybody has made a flow. */
const FIRST_FLOW: Flow = {
  start: 'hello',
  steps: [
    { kind: 'say', id: 'hello', text: 'Hello {{name|there}}!', next: 'menu' },
    {
      kind: 'choose',
      id: 'menu',
      text: 'What can I do for you?',
      options: [
        { title: 'I have a question', value: 'question', next: 'question' },
        { title: 'Talk to a person', value: 'person', next: 'people' },
      ],
      otherwise: 'people',
    },
    { kind: 'answer', id: 'question', text: 'What would you like to know?', next: null, otherwise: 'people' },
    { kind: 'hand_over', id: 'people', text: 'One moment, please: a person will be with you.' },
  ],
}

export async function getDraft(
  { database }: Pick<Services, 'database'>,
  appUuid: string,
): Promise<FlowDraft> {
  await requireApp(database.query, appUuid)
  return draftView(database.query, await findBot(database.query, appUuid))
}

/** Keeps a flow as it is, mistakes too: only publishing needs it to be right. */
export async function saveDraft(services: FlowServices, appUuid: string, flow: Flow): Promise<FlowDraft> {
  const { database, clock } = services
  await requireApp(database.query, appUuid)
  await upsertBot(
    database.query,
    { ...DEFAULTS, app_uuid: appUuid },
    { draft: JSON.stringify(flow), draft_updated_at: clock.now() },
  )
  return getDraft(services, appUuid)
}

/** Makes the draft a version; conversations that have begun stay in theirs. */
export async function publishFlow(
  services: FlowServices,
  session: AgentSession,
  appUuid: string,
  note: string,
): Promise<FlowDraft> {
  const { database, clock } = services
  await database.query.transaction().execute(async (trx) => {
    const bot = await lockBot(trx, appUuid)
    if (!bot?.draft) throw new ChatError('not_found', 'There is no flow to publish.')
    const mistakes = checkFlow(bot.draft).filter(({ level }) => level === 'mistake')
    if (mistakes.length > 0)
      throw new ChatError('invalid_payload', `The flow has ${mistakes.length} mistakes.`, {
        fields: mistakes.map(({ stepId, message }) => ({ path: `steps.${stepId ?? ''}`, message })),
      })
    await publish(trx, {
      appUuid,
      flow: bot.draft,
      note,
      publishedAt: clock.now(),
      publishedBy: session.name,
    })
  })
  await services.bots.lookNow()
  return getDraft(services, appUuid)
}

/** Publishes an earlier version once more, as a new one, and makes it the draft. */
export async function rollBackFlow(
  services: FlowServices,
  session: AgentSession,
  appUuid: string,
  version: number,
): Promise<FlowDraft> {
  const { database, clock } = services
  await database.query.transaction().execute(async (trx) => {
    await lockBot(trx, appUuid)
    const { flow } = (await findFlowVersion(trx, appUuid, version)) ?? missingVersion(version)
    const row = {
      appUuid,
      flow,
      note: `Version ${version} again`,
      publishedAt: clock.now(),
      publishedBy: session.name,
    }
    await publish(trx, row)
    await upsertBot(
      trx,
      { ...DEFAULTS, app_uuid: appUuid },
      { draft: JSON.stringify(flow), draft_updated_at: clock.now() },
    )
  })
  return getDraft(services, appUuid)
}

async function publish(trx: Queries, row: Parameters<typeof insertFlowVersion>[1]): Promise<void> {
  const version = await insertFlowVersion(trx, row)
  await upsertBot(trx, { ...DEFAULTS, app_uuid: row.appUuid }, { flow_version: version })
}

export async function listVersions(
  { database }: Pick<Services, 'database'>,
  appUuid: string,
  before: number | undefined,
  limit: number,
): Promise<FlowVersion[]> {
  await requireApp(database.query, appUuid)
  const bot = await findBot(database.query, appUuid)
  const rows = await listFlowVersions(database.query, appUuid, before, limit)
  return rows.map(({ version, flow, note, published_at, published_by }) => ({
    version,
    publishedAt: published_at.toISOString(),
    publishedBy: published_by,
    note,
    steps: flow.steps.length,
    isCurrent: version === bot?.flow_version,
  }))
}

export async function getVersion(
  { database }: Pick<Services, 'database'>,
  appUuid: string,
  version: number,
): Promise<Flow> {
  return ((await findFlowVersion(database.query, appUuid, version)) ?? missingVersion(version)).flow
}

/** One turn of a flow that nobody but the admin sees; what it would do is told, and not done. */
export async function tryFlow(
  { database, models }: Pick<Services, 'database' | 'models'>,
  appUuid: string,
  { flow, state, message, visitor, isOpen }: TryBody,
): Promise<TryReply> {
  await requireApp(database.query, appUuid)
  const bot = await findBot(database.query, appUuid)
  const parts = { database, models, publicUrl: () => '' }
  const knowledge = knowledgeOf(parts, bot ?? DEFAULTS)
  const { replies, actions, path, ...after } = await runFlow(
    flow ?? bot?.draft ?? FIRST_FLOW,
    message && { text: message.text, value: message.value ?? null },
    {
      appUuid,
      conversationId: 'test',
      visitor: {
        name: visitor.name ?? null,
        email: null,
        phone: null,
        language: visitor.language ?? null,
        attributes: visitor.attributes ?? {},
      },
      isOpen,
      state,
      signal: new AbortController().signal,
    },
    (asked, context) => knowledge.processMessage(asked, context),
  )
  return { replies, actions, path, state: after.state }
}

async function draftView(query: Queries, bot: BotRow | undefined): Promise<FlowDraft> {
  const flow = bot?.draft ?? FIRST_FLOW
  const published =
    bot?.flow_version == null ? undefined : await findFlowVersion(query, bot.app_uuid, bot.flow_version)
  return {
    flow,
    problems: checkFlow(flow),
    updatedAt: bot?.draft_updated_at?.toISOString() ?? null,
    publishedVersion: bot?.flow_version ?? null,
    differs: JSON.stringify(published?.flow) !== JSON.stringify(flow),
  }
}

function missingVersion(version: number): never {
  throw new ChatError('not_found', `There is no version ${version}.`)
}
