import {
  type Article,
  type ArticleImport,
  type ArticleImportReply,
  ChatError,
} from '@biometrics/chat-protocol'
import { v7 as uuid } from 'uuid'
import { findAppByName } from '../apps/find-app.ts'
import { requestTraining } from '../bot/request-training.ts'
import type { Services } from '../services.ts'
import {
  type ArticleRow,
  deleteArticle,
  findArticle,
  insertArticle,
  listArticles as select,
  updateArticle,
  upsertImported,
} from './article-store.ts'
import { type Parsed, parseFile } from './parse-file.ts'

type ArticleServices = Pick<Services, 'database' | 'clock' | 'trainer'>

export interface ArticleFields {
  title?: string | undefined
  body?: string | undefined
  questions?: string[] | undefined
  language?: string | null | undefined
  isPublished?: boolean | undefined
}
interface NewArticle {
  appId: string
  title: string
  body: string
  questions: string[]
  language: string | null
  isPublished: boolean
}

export async function addArticle(services: ArticleServices, fields: NewArticle): Promise<Article> {
  const { database, clock } = services
  await requireApp(services, fields.appId)
  const now = clock.now()
  const { appId, isPublished, ...words } = fields
  const row: ArticleRow = {
    ...words,
    id: uuid(),
    app_uuid: appId,
    is_published: isPublished,
    source: null,
    created_at: now,
    updated_at: now,
  }
  await insertArticle(database.query, row)
  await learnAgain(services, appId)
  return articleView(row)
}

export async function changeArticle(
  services: ArticleServices,
  id: string,
  { isPublished, ...words }: ArticleFields,
): Promise<Article> {
  const change = {
    ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)),
    ...(isPublished !== undefined && { is_published: isPublished }),
    updated_at: services.clock.now(),
  }
  const row = (await updateArticle(services.database.query, id, change)) ?? missing(id)
  await learnAgain(services, row.app_uuid)
  return articleView(row)
}

export async function getArticle({ database }: Pick<Services, 'database'>, id: string): Promise<Article> {
  return articleView((await findArticle(database.query, id)) ?? missing(id))
}

export async function listArticles(
  { database }: Pick<Services, 'database'>,
  after: string | undefined,
  limit: number,
): Promise<Article[]> {
  const filter = { appUuid: undefined, onlyPublished: false, after, limit }
  return (await select(database.query, filter)).map(articleView)
}

export async function removeArticle(services: ArticleServices, id: string): Promise<void> {
  const row = (await deleteArticle(services.database.query, id)) ?? missing(id)
  await learnAgain(services, row.app_uuid)
}

/** Takes what can be read and says of the rest why not; a file alone fails, not its neighbours. */
export async function importArticles(
  services: ArticleServices,
  { appId, files, publish }: ArticleImport,
): Promise<ArticleImportReply> {
  await requireApp(services, appId)
  const now = services.clock.now()
  const reply: ArticleImportReply = { added: 0, changed: 0, problems: [] }
  const parsed = files.map((file) => ({ file, ...parseFile(file.name, file.text) }))
  await services.database.query.transaction().execute(async (trx) => {
    for (const { file, ...result } of parsed satisfies (Parsed & { file: unknown })[]) {
      if (!result.ok) {
        reply.problems.push({ file: file.name, message: result.error })
        continue
      }
      for (const imported of result.articles) {
        const isNew = await upsertImported(trx, {
          ...imported,
          id: uuid(),
          app_uuid: appId,
          is_published: publish,
          created_at: now,
          updated_at: now,
        })
        if (isNew) reply.added += 1
        else reply.changed += 1
      }
    }
  })
  if (reply.added + reply.changed > 0) await learnAgain(services, appId)
  return reply
}

async function learnAgain({ database, clock, trainer }: ArticleServices, appUuid: string): Promise<void> {
  await requestTraining(database.query, appUuid, clock.now())
  trainer.wake()
}

function articleView(row: ArticleRow): Article {
  return {
    id: row.id,
    appId: row.app_uuid,
    title: row.title,
    body: row.body,
    questions: row.questions,
    language: row.language,
    isPublished: row.is_published,
    source: row.source,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

async function requireApp({ database }: ArticleServices, id: string): Promise<void> {
  if (await findAppByName(database.query, { id })) return
  throw new ChatError('not_found', `appId: there is no app ${id}.`, {
    fields: [{ path: 'appId', message: 'no such app' }],
  })
}

function missing(id: string): never {
  throw new ChatError('not_found', `There is no article ${id}.`)
}
