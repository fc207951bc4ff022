import type { UnansweredGroup } from '@biometrics/chat-protocol'
import { learnVocabulary, type Vector, vectorOf } from './classifier/vocabulary.ts'
import type { UnansweredRow } from './report-store.ts'

/** Questions this alike are one: the cosine of their words and pieces of words. */
const ALIKE = 0.35
const GROUPS_MAX = 200
const QUESTIONS_SHOWN = 20

interface Group {
  centre: Map<number, number>
  length: number
  rows: { row: UnansweredRow; vector: Vector }[]
}

/** Each question joins the group that it is most like, or begins one; the most frequent first. */
export function groupQuestions(rows: readonly UnansweredRow[]): UnansweredGroup[] {
  const vocabulary = learnVocabulary(rows.map(({ question }) => question))
  const groups: Group[] = []
  for (const row of rows) {
    const vector = vectorOf(row.question, vocabulary)
    let best: Group | undefined
    let closest = ALIKE
    for (const group of groups) {
      const likeness = dot(group.centre, vector) / group.length
      if (likeness < closest) continue
      closest = likeness
      best = group
    }
    if (best === undefined) {
      best = { centre: new Map(), length: 1, rows: [] }
      groups.push(best)
    }
    best.rows.push({ row, vector })
    for (let index = 0; index < vector.at.length; index++) {
      const at = vector.at[index] as number
      best.centre.set(at, (best.centre.get(at) ?? 0) + (vector.weight[index] as number))
    }
    best.length = Math.hypot(...best.centre.values()) || 1
  }
  return groups
    .toSorted((a, b) => b.rows.length - a.rows.length)
    .slice(0, GROUPS_MAX)
    .map(groupView)
}

function groupView({ centre, rows }: Group): UnansweredGroup {
  const typical = rows.reduce((best, one) =>
    dot(centre, one.vector) > dot(centre, best.vector) ? one : best,
  )
  const newest = rows.reduce((last, { row }) => (row.at > last ? row.at : last), rows[0]?.row.at as Date)
  return {
    question: typical.row.question,
    count: rows.length,
    questions: [...new Set(rows.map(({ row }) => row.question))].slice(0, QUESTIONS_SHOWN),
    ids: rows.map(({ row }) => row.id),
    articleId: rows.find(({ row }) => row.article_id !== null)?.row.article_id ?? null,
    lastAt: newest.toISOString(),
  }
}

function dot(centre: ReadonlyMap<number, number>, { at, weight }: Vector): number {
  let sum = 0
  for (let index = 0; index < at.length; index++)
    sum += (centre.get(at[index] as number) ?? 0) * (weight[index] as number)
  return sum
}
