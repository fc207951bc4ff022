import { LIMITS } from '@biometrics/chat-protocol'
import type { ArticleRow } from '../../articles/find-articles.ts'
import { plainText } from '../../articles/plain-text.ts'
import {
  complete,
  ModelLimitReached,
  type ModelRow,
  type ModelServices,
} from '../../language-model/complete.ts'
import { createMask } from '../../language-model/mask.ts'
import type { Bot, BotAnswer, BotContext, BotMessage, BotState } from '../bot.ts'
import { askWhetherHelpful, feedbackIn } from '../knowledge/feedback.ts'
import { type Found, type RankParts, rank } from '../knowledge/rank.ts'
import { smallTalk } from '../knowledge/small-talk.ts'
import { PERSON_VALUE } from '../hand-over/wants-person.ts'
import { type Phrases, textsFor } from '../texts/texts.ts'
import { GROWING_MAX_MS } from '../time-limits.ts'
import { type Exchange, promptOf } from './prompt.ts'
import { hasOnlyLinksOf, LINK, readAnswer } from './read-answer.ts'

const ARTICLES_MAX = 4
const ANSWER_TOKENS = 600
/** Of what was said before; so much helps to understand "and how long does that take?". */
const EARLIER_MAX = 3
const EARLIER_LENGTH = 600

interface ModelState extends BotState {
  earlier: Exchange[]
}

type Parts = ModelServices & RankParts & { articleUrl(article: ArticleRow): Promise<string> }

/**
 * Answers in a language model's words, from the articles that were found and with them named. Only words are taken from it:
 * whether people take over, and everything else that happens, is decided here.
 */
export function createModelBot(parts: Parts, model: ModelRow): Bot {
  async function processMessage(message: BotMessage | null, context: BotContext): Promise<BotAnswer> {
    const { phrases } = textsFor(context.visitor.language)
    const state = stateOf(context.state)
    if (message === null) return { replies: [], actions: [], state }
    const feedback = feedbackIn(message.value)
    if (feedback?.helpful) return { ...say(phrases.glad, state), helped: feedback }
    if (feedback) {
      const question = state.earlier.at(-1)?.question ?? message.text
      const unanswered = [{ question, articleId: feedback.articleId, confidence: 0 }]
      return { ...offerPeople(phrases.rephrase, phrases, state), helped: feedback, unanswered, unsure: true }
    }
    const talk = smallTalk(message.text)
    if (talk !== null) return say(talk === 'hello' ? phrases.hello : phrases.welcome, state)
    const found = (await rank(parts, context.appUuid, message.text, ARTICLES_MAX)).slice(0, ARTICLES_MAX)
    const question = message.text.slice(0, LIMITS.valueLength)
    const unanswered = [
      { question, articleId: found[0]?.article.id ?? null, confidence: found[0]?.confidence ?? 0 },
    ]
    if (found.length === 0) return { ...leave('out_of_scope', state), unanswered }
    try {
      const answer = await answerFrom(found, message.text, state, context)
      if (answer !== null) return answer
    } catch (error) {
      if (error instanceof ModelLimitReached) return { ...leave('budget', state), unanswered }
      throw error
    }
    return { ...offerPeople(phrases.unknown, phrases, state), unanswered, unsure: true }
  }

  /** Null when the articles do not say it, or the answer is not from them. */
  async function answerFrom(
    found: readonly Found[],
    text: string,
    state: ModelState,
    { visitor, signal, preview }: BotContext,
  ): Promise<BotAnswer | null> {
    const mask = model.masks ? createMask(visitor) : null
    const hide = (words: string) => mask?.hide(words) ?? words
    const restore = (words: string) => mask?.restore(words) ?? words
    const articles = found.map(({ article }) => ({ title: article.title, text: plainText(article.body) }))
    const { text: raw } = await complete(parts, model, 'bot', {
      messages: promptOf({
        articles,
        question: hide(text),
        earlier: state.earlier.map(({ question, answer }) => ({
          question: hide(question),
          answer: hide(answer),
        })),
        language: visitor.language,
      }),
      maxTokens: ANSWER_TOKENS,
      timeoutMs: GROWING_MAX_MS,
      signal,
      onText(growing) {
        const read = readAnswer(growing, found.length, false)
        // A link that is still growing cannot be told from another one.
        preview?.(read.kind === 'answer' ? restore(read.text).replaceAll(LINK, '…') : '')
      },
    })
    const read = readAnswer(raw, found.length, true)
    if (read.kind !== 'answer') return null
    const cited = read.sources.flatMap((number) => found[number - 1] ?? [])
    const bodies = cited.map(({ article }) => `${article.body}\n${plainText(article.body)}`)
    if (!hasOnlyLinksOf(read.text, bodies)) return null
    const words = restore(read.text)
      .slice(0, LIMITS.textLength / 2)
      .toWellFormed()
    const links = await Promise.all(
      cited.map(async ({ article }) => `${article.title}: ${await parts.articleUrl(article)}`),
    )
    const exchange = { question: text.slice(0, EARLIER_LENGTH), answer: words.slice(0, EARLIER_LENGTH) }
    return {
      replies: [
        { type: 'text', content: { text: [words, links.join('\n')].join('\n\n') } },
        ...cited
          .slice(0, 1)
          .map(({ article }) => askWhetherHelpful(textsFor(visitor.language).phrases, article.id)),
      ],
      actions: [],
      state: { earlier: [...state.earlier, exchange].slice(-EARLIER_MAX) } satisfies ModelState,
      answered: cited.map(({ article, confidence }) => ({ articleId: article.id, confidence })),
    }
  }

  return { processMessage }
}

function stateOf(state: BotState | null): ModelState {
  return { earlier: (state as ModelState | null)?.earlier ?? [] }
}

function say(text: string, state: ModelState): BotAnswer {
  return { replies: [{ type: 'text', content: { text } }], actions: [], state }
}

function offerPeople(text: string, phrases: Phrases, state: ModelState): BotAnswer {
  const options = [{ title: phrases.personButton, value: PERSON_VALUE }]
  return { replies: [{ type: 'quick_reply', content: { text, options } }], actions: [], state }
}

function leave(reason: 'out_of_scope' | 'budget', state: ModelState): BotAnswer {
  return { replies: [], actions: [{ type: 'handoff', reason }], state }
}
