import { ChatError, type HelpArticle } from '@biometrics/chat-protocol'
import { type AppRow, findAppByName } from '../apps/find-app.ts'
import type { Services } from '../services.ts'
import { type ArticleRow, findArticle } from './article-store.ts'
import { findArticles, publishedArticles } from './find-articles.ts'
import { beginning, plainText } from './plain-text.ts'

const EXCERPT_LENGTH = 160
const FOUND_MAX = 20
const LISTED_MAX = 200

type HelpServices = Pick<Services, 'database'>

/** What anybody may find: the published articles of an app, all of them or those that fit words. */
export async function searchHelp(
  { database }: HelpServices,
  appId: string,
  words: string,
): Promise<HelpArticle[]> {
  const app = await requireApp({ database }, appId)
  const rows =
    words.trim() === ''
      ? (await publishedArticles(database.query, app.id)).slice(0, LISTED_MAX)
      : await findArticles(database.query, app.id, words, FOUND_MAX)
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    excerpt: beginning(plainText(row.body).replaceAll(/\s+/g, ' '), EXCERPT_LENGTH),
    url: `/help/${encodeURIComponent(appId)}/${row.id}`,
  }))
}

export async function readHelp(
  { database }: HelpServices,
  appId: string,
  articleId: string,
): Promise<{ app: AppRow; article: ArticleRow }> {
  const app = await requireApp({ database }, appId)
  const article = await findArticle(database.query, articleId)
  if (article?.app_uuid !== app.id || !article.is_published)
    throw new ChatError('not_found', 'There is no such article.')
  return { app, article }
}

export async function requireApp({ database }: HelpServices, appId: string): Promise<AppRow> {
  const app = await findAppByName(database.query, appId)
  if (!app) throw new ChatError('not_found', `There is no app ${appId}.`)
  return app
}
