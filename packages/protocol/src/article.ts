import { z } from 'zod'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, language, text } from './text.ts'

/** What the knowledge bot answers from, and what is on the help page. */

const ARTICLE_LENGTH = 50_000
const QUESTIONS_MAX = 200
const question = label(LIMITS.valueLength)
const articleFields = {
  title: label(LIMITS.titleLength),
  body: text(ARTICLE_LENGTH, 1).describe('Markdown'),
  questions: z.array(question).max(QUESTIONS_MAX).describe('ways to ask for it, in the words of visitors'),
  language: language.nullable(),
  isPublished: z.boolean().describe('only what is published is answered with and on the help page'),
}
export const article = z
  .object({
    id,
    appId: id,
    title: z.string(),
    body: z.string(),
    questions: z.array(z.string()),
    language: z.string().nullable(),
    isPublished: z.boolean(),
    source: z.string().nullable().describe('the file or page that it was imported from'),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Article' })
export const newArticle = z.strictObject({
  ...articleFields,
  appId: id,
  questions: articleFields.questions.default([]),
  language: articleFields.language.default(null),
  isPublished: articleFields.isPublished.default(true),
})
export const articleChange = z.strictObject(articleFields).partial()

/** Files as text: `.md`, `.csv` and saved pages as `.html`. Importing the same again changes what came before. */
export const articleImport = z.strictObject({
  appId: id,
  files: z
    .array(z.strictObject({ name: label(LIMITS.nameLength), text: text(200_000) }))
    .min(1)
    .max(200),
  publish: z.boolean().default(true),
})
export const articleImportReply = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  problems: z
    .array(z.object({ file: z.string(), message: z.string() }))
    .describe('of files that were left out'),
})
export const helpSearch = z.object({ q: text(LIMITS.urlLength).default('') })
export const helpArticle = z.object({ id, title: z.string(), excerpt: z.string(), url: z.string() })
export const helpReply = z.object({ items: z.array(helpArticle) })
export type HelpReply = z.infer<typeof helpReply>

/** Questions without a sure answer that are about the same, the most frequent first. */
export const unansweredGroup = z.object({
  question: z.string().describe('the one that the others are most like'),
  count: z.number().int(),
  questions: z.array(z.string()),
  ids: z.array(id),
  articleId: id.nullable().describe('the best guess'),
  lastAt: timestamp,
})
export const unansweredReport = z.object({ items: z.array(unansweredGroup), questions: z.number().int() })
export const dismissBody = z.strictObject({ ids: z.array(id).min(1).max(1_000) })

/** What the bot has done on an app since a day. */
export const botReport = z.object({
  since: timestamp,
  conversations: z.number().int().describe('all that began on the app'),
  begun: z.number().int().describe('that the bot began'),
  solved: z.number().int().describe('closed without people'),
  handedOver: z.number().int(),
  reasons: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  flows: z.array(
    z.object({
      version: z.number().int(),
      begun: z.number().int(),
      solved: z.number().int(),
      handedOver: z.number().int(),
    }),
  ),
  articles: z.array(
    z.object({
      articleId: id,
      title: z.string(),
      answers: z.number().int(),
      helped: z.number().int(),
      notHelped: z.number().int(),
    }),
  ),
})
export const botReportQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) })

export type Article = z.infer<typeof article>
export type ArticleImport = z.infer<typeof articleImport>
export type ArticleImportReply = z.infer<typeof articleImportReply>
export type HelpArticle = z.infer<typeof helpArticle>
export type UnansweredGroup = z.infer<typeof unansweredGroup>
export type UnansweredReport = z.infer<typeof unansweredReport>
export type BotReport = z.infer<typeof botReport>
