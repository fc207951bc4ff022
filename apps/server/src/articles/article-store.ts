import { type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { Schema } from '../database/schema.ts'

export type ArticleRow = Selectable<Schema['articles']>
export type ArticleUpdate = Omit<Updateable<Schema['articles']>, 'id' | 'app_uuid'>

export async function findArticle(query: Queries, id: string): Promise<ArticleRow | undefined> {
  return query.selectFrom('articles').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listArticles(
  query: Queries,
  filter: { appUuid: string | undefined; onlyPublished: boolean; after: string | undefined; limit: number },
): Promise<ArticleRow[]> {
  let rows = query.selectFrom('articles').selectAll().orderBy('id').limit(filter.limit)
  if (filter.appUuid !== undefined) rows = rows.where('app_uuid', '=', filter.appUuid)
  if (filter.onlyPublished) rows = rows.where('is_published', '=', true)
  if (filter.after !== undefined) rows = rows.where('id', '>', filter.after)
  return rows.execute()
}

export async function insertArticle(query: Queries, row: ArticleRow): Promise<void> {
  await query.insertInto('articles').values(row).execute()
}

export async function updateArticle(
  query: Queries,
  id: string,
  change: ArticleUpdate,
): Promise<ArticleRow | undefined> {
  return query.updateTable('articles').set(change).where('id', '=', id).returningAll().executeTakeFirst()
}

/** What came from the same origin before is changed; true when it is new. */
export async function upsertImported(query: Queries, row: ArticleRow): Promise<boolean> {
  const { rows } = await sql<{ is_new: boolean }>`
    insert into articles (id, app_uuid, title, body, questions, language, is_published, source, created_at, updated_at)
    values (${row.id}, ${row.app_uuid}, ${row.title}, ${row.body}, ${row.questions}, ${row.language},
      ${row.is_published}, ${row.source}, ${row.created_at}, ${row.updated_at})
    on conflict (app_uuid, source) where source is not null do update set
      title = excluded.title, body = excluded.body, questions = excluded.questions, language = excluded.language,
      updated_at = excluded.updated_at
    returning id = ${row.id} as is_new`.execute(query)
  return rows[0]?.is_new ?? false
}

export async function deleteArticle(query: Queries, id: string): Promise<ArticleRow | undefined> {
  return query.deleteFrom('articles').where('id', '=', id).returningAll().executeTakeFirst()
}

/**
 * The articles whose words fit best, best first: by PostgreSQL's full text, any of the words (their beginnings too), titles
 * before questions before the text.
 */
export async function searchArticles(
  query: Queries,
  appUuid: string,
  words: readonly string[],
  limit: number,
): Promise<(ArticleRow & { rank: number })[]> {
  if (words.length === 0) return []
  const wanted = words.map((word) => `'${word.replaceAll(/['\\]/g, '')}':*`).join(' | ')
  const { rows } = await sql<ArticleRow & { rank: number }>`
    select a.*, ts_rank(article_words(a.title, a.questions, a.body), q) as rank
    from articles a, to_tsquery('simple', ${wanted}) q
    where a.app_uuid = ${appUuid} and a.is_published and article_words(a.title, a.questions, a.body) @@ q
    order by rank desc, a.id limit ${limit}`.execute(query)
  return rows
}
