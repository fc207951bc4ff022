import { type ArticleRow, findArticles, publishedArticles } from '../../articles/find-articles.ts'
import type { Database } from '../../database/database.ts'
import { classify } from '../classifier/classifier.ts'
import { wordsOf } from '../classifier/features.ts'
import type { Models } from './models.ts'

/** Without a trained model, words alone are reason enough to offer an article, and never to answer with it. */
const WORDS_ALONE = 0.5
/** How much surer it is when full text, which knows the articles' words too, finds the same article first. */
const AGREEMENT = 1.25
/** Only what was written as a way to ask is certain. */
const SURE = 0.99

export interface Found {
  article: ArticleRow
  confidence: number
}

export interface RankParts {
  database: Pick<Database, 'query'>
  models: Models
}

/** Best first: what was written as a way to ask, then what the classifier has learned, helped by full text. */
export async function rank(
  { database, models }: RankParts,
  appUuid: string,
  text: string,
  most: number,
): Promise<Found[]> {
  const [articles, byWords, model] = await Promise.all([
    publishedArticles(database.query, appUuid),
    findArticles(database.query, appUuid, text, most),
    models.of(appUuid),
  ])
  const byId = new Map(articles.map((article) => [article.id, article]))
  const asked = wordsOf(text).join(' ')
  const exact = articles.find(({ title, questions }) =>
    [title, ...questions].some((way) => wordsOf(way).join(' ') === asked),
  )
  const found: Found[] = exact && asked !== '' ? [{ article: exact, confidence: 1 }] : []
  const add = (article: ArticleRow | undefined, confidence: number) => {
    if (article && !found.some((known) => known.article.id === article.id))
      found.push({ article, confidence })
  }
  if (model !== null) {
    const { ranked, confidence } = classify(model, text)
    const [first, ...others] = ranked
    const agrees = first !== undefined && byWords[0]?.id === first.label
    if (first) add(byId.get(first.label), agrees ? Math.min(SURE, confidence * AGREEMENT) : confidence)
    for (const { label, probability } of others.slice(0, most)) add(byId.get(label), confidence * probability)
  }
  for (const article of byWords) add(article, model === null ? WORDS_ALONE : 0)
  return found
}
