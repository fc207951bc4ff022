import type { Queries } from '../database/database.ts'
import { type ArticleRow, listArticles, searchArticles } from './article-store.ts'

export type { ArticleRow }

const MOST_ARTICLES = 10_000
const MOST_WORDS = 12
const WORD = /[\p{L}\p{M}\p{N}]+/gu

/** Everything that a bot of this app may answer with. */
export function publishedArticles(query: Queries, appUuid: string): Promise<ArticleRow[]> {
  return listArticles(query, { appUuid, onlyPublished: true, after: undefined, limit: MOST_ARTICLES })
}

/** By words, best first; nothing where there are none. */
export function findArticles(
  query: Queries,
  appUuid: string,
  text: string,
  limit: number,
): Promise<(ArticleRow & { rank: number })[]> {
  const words = [...new Set(text.normalize('NFKC').toLowerCase().match(WORD) ?? [])]
  // Long words say more than short ones.
  const telling = words.toSorted((a, b) => b.length - a.length).slice(0, MOST_WORDS)
  return searchArticles(query, appUuid, telling, limit)
}
