import {
  type Classifier,
  classify,
  type Example,
  trainClassifier,
  withConfidence,
} from '../../apps/server/src/bot/classifier/classifier.ts'
import { seeded, shuffle } from '../../apps/server/src/bot/classifier/random.ts'

/** What a classifier makes of questions that it has not seen, at one threshold. */
export interface Score {
  inScope: number
  /** In-scope questions that got the right label, surely enough. */
  accuracy: number
  outside: number
  /** Out-of-scope questions that were not answered. */
  recall: number
}

export function scoreAt(classifier: Classifier, examples: readonly Example[], threshold: number): Score {
  const count = { inScope: 0, right: 0, outside: 0, refused: 0 }
  for (const { text, label } of examples) {
    const { ranked, confidence } = classify(classifier, text)
    const answer = confidence < threshold ? null : (ranked[0]?.label ?? null)
    if (label === null) {
      count.outside += 1
      if (answer === null) count.refused += 1
    } else {
      count.inScope += 1
      if (answer === label) count.right += 1
    }
  }
  return {
    inScope: count.inScope,
    accuracy: count.right / count.inScope,
    outside: count.outside,
    recall: count.outside === 0 ? Number.NaN : count.refused / count.outside,
  }
}

/** How much in-scope accuracy may be given for refusing what is out of scope. */
const PRICE = 0.008

/** The highest threshold that costs no more than {@link PRICE} of the accuracy without one. */
export function chooseThreshold(classifier: Classifier, examples: readonly Example[]): number {
  const right = examples
    .filter(({ label }) => label !== null)
    .map(({ text, label }) => {
      const { ranked, confidence } = classify(classifier, text)
      return ranked[0]?.label === label ? confidence : null
    })
  const lost = Math.floor(right.length * PRICE)
  const sorted = right.filter((confidence) => confidence !== null).sort((a, b) => a - b)
  return sorted[lost] ?? 0
}

/** Confidence and threshold from one half of the validation part, figures from the other, both ways. */
export function crossValidation(classifier: Classifier, validation: readonly Example[]): Score {
  const halves = halve(validation)
  const scores = halves.map((half, index) => {
    const calibrated = withConfidence(classifier, half)
    return scoreAt(calibrated, halves[1 - index] as Example[], chooseThreshold(calibrated, half))
  })
  const mean = (of: (score: Score) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length
  const sum = (of: (score: Score) => number) => scores.reduce((total, score) => total + of(score), 0)
  return {
    inScope: sum(({ inScope }) => inScope),
    accuracy: mean(({ accuracy }) => accuracy),
    outside: sum(({ outside }) => outside),
    recall: mean(({ recall }) => recall),
  }
}

/** The share of right labels when each of `folds` parts is asked of a classifier that learned from the others. */
export function foldedAccuracy(examples: readonly Example[], folds: number): number {
  const mixed = shuffle([...examples], seeded(1))
  let right = 0
  for (let fold = 0; fold < folds; fold++) {
    const classifier = trainClassifier(mixed.filter((_, index) => index % folds !== fold))
    for (const { text, label } of mixed.filter((_, index) => index % folds === fold)) {
      if (classify(classifier, text).ranked[0]?.label === label) right += 1
    }
  }
  return right / mixed.length
}

/** Alike in what is in and out of scope. */
function halve(examples: readonly Example[]): [Example[], Example[]] {
  const mixed = shuffle([...examples], seeded(2))
  const sorted = [
    ...mixed.filter(({ label }) => label !== null),
    ...mixed.filter(({ label }) => label === null),
  ]
  return [sorted.filter((_, index) => index % 2 === 0), sorted.filter((_, index) => index % 2 === 1)]
}
