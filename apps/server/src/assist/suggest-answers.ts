import type { Message, Suggestion, Suggestions } from '@biometrics/chat-protocol'
import { beginning, plainText } from '../articles/plain-text.ts'
import { urlOf } from '../bot/engines.ts'
import { rank } from '../bot/knowledge/rank.ts'
import { listCannedResponses } from '../canned-responses/manage-canned-responses.ts'
import { accessConversation } from '../conversations/access-conversation.ts'
import { modelOf } from '../language-model/complete.ts'
import { createMask } from '../language-model/mask.ts'
import { UNSIGNED } from '../attachments/file-links.ts'
import { listMessages } from '../messages/list-messages.ts'
import { eyesOf } from '../reach.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { likenessTo } from './likeness.ts'
import { listClosed } from './similar-store.ts'

type SuggestServices = Pick<Services, 'database' | 'clock' | 'models' | 'publicUrl'>

const EACH_MAX = 3
/** Of what is kept, so many are compared. */
const CANNED_MAX = 1_000
const CLOSED_MAX = 500
const READ_MAX = 50
/** The cosine of words and pieces of words from which on two texts are about the same. */
const ALIKE = 0.15
const QUESTION_LENGTH = 2_000
const ANSWER_LENGTH = 2_000
const TITLE_LENGTH = 120

/** What could be answered to the visitor's last words: from articles, canned responses and closed conversations. */
export async function suggestAnswers(
  services: SuggestServices,
  session: AgentSession,
  conversationId: string,
): Promise<Suggestions> {
  const { database, models, publicUrl } = services
  const row = await accessConversation(database, session, conversationId)
  const page = { afterSeq: 0, beforeSeq: Number.MAX_SAFE_INTEGER, limit: READ_MAX }
  const { messages } = await listMessages(database, UNSIGNED, session, row, page)
  const hasModel = (await modelOf(database.query, row.app_uuid)) !== undefined
  const question = lastQuestion(messages)
  if (question === '') return { question, items: [], hasModel }
  const [found, canned, closed] = await Promise.all([
    rank({ database, models }, row.app_uuid, question, EACH_MAX),
    listCannedResponses(services, session, undefined, CANNED_MAX),
    listClosed(database.query, eyesOf(session), row.app_uuid, CLOSED_MAX),
  ])
  const articleUrl = urlOf({ database, publicUrl })
  const fromArticles = found
    .filter(({ confidence }) => confidence >= ALIKE)
    .slice(0, EACH_MAX)
    .map(async ({ article, confidence }): Promise<Suggestion> => {
      const words = beginning(plainText(article.body), ANSWER_LENGTH)
      const text = [words, `${article.title}: ${await articleUrl(article)}`].filter(Boolean).join('\n\n')
      return { kind: 'article', id: article.id, title: article.title, text, likeness: confidence }
    })
  const texts = [
    ...canned.map(({ title, content, tags }) => `${title} ${tags.join(' ')} ${content}`),
    ...closed.map((one) => one.question),
  ]
  const likeness = await likenessTo(question, texts)
  const fromCanned = canned.map(({ id, title, content }, index): Suggestion => {
    return { kind: 'canned', id, title, text: content, likeness: likeness[index] ?? 0 }
  })
  // What another visitor said of themselves belongs to that visitor.
  const mask = createMask()
  const fromClosed = closed.map(({ id, question, answer }, index): Suggestion => {
    const title = mask.hide(question).slice(0, TITLE_LENGTH).toWellFormed()
    const text = mask.hide(answer).slice(0, ANSWER_LENGTH).toWellFormed()
    return { kind: 'conversation', id, title, text, likeness: likeness[canned.length + index] ?? 0 }
  })
  const items = [
    ...(await Promise.all(fromArticles)),
    ...best(fromCanned),
    ...best(fromClosed.filter(({ id }) => id !== row.id)),
  ]
  return { question, items: items.toSorted((a, b) => b.likeness - a.likeness), hasModel }
}

function best(items: readonly Suggestion[]): Suggestion[] {
  return items
    .filter(({ likeness }) => likeness >= ALIKE)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, EACH_MAX)
}

/** What the visitor has said since somebody answered; their newest words where everything is answered. */
export function lastQuestion(messages: readonly Message[]): string {
  const spoken = messages.filter(
    ({ visibility, senderType }) => visibility === 'all' && senderType !== 'system',
  )
  const answeredAt = spoken.findLastIndex(({ senderType }) => senderType === 'agent')
  const ofVisitor = (list: readonly Message[]) =>
    list.flatMap((message) =>
      message.senderType === 'user' && message.type === 'text' ? [message.content.text] : [],
    )
  const open = ofVisitor(spoken.slice(answeredAt + 1))
  return (open.length > 0 ? open.join('\n') : (ofVisitor(spoken).at(-1) ?? ''))
    .slice(0, QUESTION_LENGTH)
    .toWellFormed()
    .trim()
}
