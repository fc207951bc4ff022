import { LIMITS } from '@biometrics/chat-protocol'
import { type ArticleRow, publishedArticles } from '../../articles/find-articles.ts'
import { beginning, plainText } from '../../articles/plain-text.ts'
import type { Database } from '../../database/database.ts'
import type { Bot, BotAnswer, BotContext, BotMessage, BotState } from '../bot.ts'
import { PERSON_VALUE } from '../hand-over/wants-person.ts'
import { type Phrases, textsFor } from '../texts/texts.ts'
import { askWhetherHelpful, feedbackIn, idIn } from './feedback.ts'
import type { Models } from './models.ts'
import { type Found, rank } from './rank.ts'
import { smallTalk } from './small-talk.ts'

const OFFERED = 3
/** What is shown of an article; the link leads to the rest. */
const ANSWER_LENGTH = 1_200

const ARTICLE = 'bot:article:'
const NONE = 'bot:none'

export interface Thresholds {
  answerAt: number
  offerAt: number
}

interface KnowledgeState extends BotState {
  /** The last question that was put in words. */
  question: string
}

/** Answers from the app's articles, with the source and how sure it is, or admits that it does not know. */
export function createKnowledgeBot(
  parts: { database: Database; models: Models; articleUrl(article: ArticleRow): Promise<string> },
  { answerAt, offerAt }: Thresholds,
): Bot {
  const { database } = parts

  async function processMessage(message: BotMessage | null, context: BotContext): Promise<BotAnswer> {
    const { phrases } = textsFor(context.visitor.language)
    const before = context.state as KnowledgeState | null
    if (message === null) return { replies: [], actions: [], state: { question: '' } }
    const state = { question: before?.question ?? '' }
    const { text, value } = message
    const feedback = feedbackIn(value)
    if (feedback?.helpful) return { ...say(phrases.glad, state), helped: feedback }
    if (feedback) {
      const { articleId } = feedback
      return {
        ...askAgain(phrases, state),
        helped: feedback,
        unanswered: [{ question: state.question || text, articleId, confidence: 0 }],
        unsure: true,
      }
    }
    if (value === NONE)
      return {
        ...askAgain(phrases, state),
        unanswered: [{ question: state.question || text, articleId: null, confidence: 0 }],
        unsure: true,
      }
    const chosenId = idIn(value, ARTICLE)
    if (chosenId !== null) {
      const articles = await publishedArticles(database.query, context.appUuid)
      const chosen = articles.find(({ id }) => id === chosenId)
      if (chosen) return answerWith({ article: chosen, confidence: 1 }, phrases, state)
    }
    const talk = smallTalk(text)
    if (talk !== null) return say(talk === 'hello' ? phrases.hello : phrases.welcome, state)
    return look(text, context, phrases)
  }

  async function look(text: string, context: BotContext, phrases: Phrases): Promise<BotAnswer> {
    const found = await rank(parts, context.appUuid, text, OFFERED)
    const state = { question: text.slice(0, LIMITS.valueLength) }
    const [best] = found
    const confidence = best?.confidence ?? 0
    if (best && confidence >= answerAt) return answerWith(best, phrases, state)
    const unanswered = [{ question: state.question, articleId: best?.article.id ?? null, confidence }]
    if (best === undefined || confidence < offerAt)
      return { replies: [], actions: [{ type: 'handoff', reason: 'out_of_scope' }], state, unanswered }
    return {
      replies: [
        {
          type: 'quick_reply',
          content: {
            text: phrases.offer,
            options: [
              ...found.slice(0, OFFERED).map(({ article }) => ({
                title: beginning(article.title, LIMITS.titleLength - 2),
                value: ARTICLE + article.id,
              })),
              { title: phrases.none, value: NONE },
              { title: phrases.personButton, value: PERSON_VALUE },
            ],
          },
        },
      ],
      actions: [],
      state,
      unanswered,
      unsure: true,
    }
  }

  async function answerWith(
    { article, confidence }: Found,
    phrases: Phrases,
    state: KnowledgeState,
  ): Promise<BotAnswer> {
    const words = beginning(plainText(article.body), ANSWER_LENGTH)
    const link = await parts.articleUrl(article)
    return {
      replies: [
        {
          type: 'text',
          content: { text: [words, `${article.title}: ${link}`].filter(Boolean).join('\n\n') },
        },
        askWhetherHelpful(phrases, article.id),
      ],
      actions: [],
      state,
      answered: [{ articleId: article.id, confidence }],
    }
  }

  return { processMessage }
}

function say(text: string, state: KnowledgeState): BotAnswer {
  return { replies: [{ type: 'text', content: { text } }], actions: [], state }
}

function askAgain(phrases: Phrases, state: KnowledgeState): BotAnswer {
  const options = [{ title: phrases.personButton, value: PERSON_VALUE }]
  return {
    replies: [{ type: 'quick_reply', content: { text: phrases.rephrase, options } }],
    actions: [],
    state,
  }
}
