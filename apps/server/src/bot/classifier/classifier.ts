import { compress, type CompactModel, compactScores } from './compact-model.ts'
import { type Confidence, confidenceOf, fitConfidence, UNTRAINED } from './confidence.ts'
import { seeded } from './random.ts'
import { type LinearModel, trainLinear } from './train-linear.ts'
import { learnVocabulary, type Vocabulary, vectorOf } from './vocabulary.ts'

/** What a text is about, as somebody labelled it; null: nothing that there is an answer to. */
export interface Example {
  text: string
  label: string | null
}

/** Tells what a text is about, or that it is about nothing it knows. Immutable, and safe to share. */
export interface Classifier {
  labels: readonly string[]
  /** Whether there is a class for what is out of scope: the last one. */
  knowsOutside: boolean
  vocabulary: Vocabulary
  model: CompactModel
  confidence: Confidence
}

export interface Classification {
  /** Best first. */
  ranked: { label: string; probability: number }[]
  /** How sure it is that the first is right, from 0 to 1; what is out of scope is low. */
  confidence: number
  /** The best label's lead over what is out of scope, less what is strange in the words; the confidence comes from it. */
  certainty: number
}

// Two ways of learning make different mistakes. Both are linear in the same features, so that their sum is one model again.
const SOFTMAX = { loss: 'softmax', epochs: 12, rate: 3, dropout: 0.5 } as const
const HINGE = { loss: 'hinge', epochs: 8, rate: 0.3, dropout: 0.3 } as const
const HINGE_SHARE = 4
const SEED = 53_054

/** Learns from labelled texts; the confidence is a guess until {@link withConfidence} has seen how well it does. */
export function trainClassifier(examples: readonly Example[]): Classifier {
  const labels = [...new Set(examples.flatMap(({ label }) => (label === null ? [] : [label])))]
  const knowsOutside = examples.some(({ label }) => label === null)
  const classes = labels.length + (knowsOutside ? 1 : 0)
  const vocabulary = learnVocabulary(examples.map(({ text }) => text))
  const places = new Map(labels.map((label, index) => [label, index]))
  const learned = {
    vectors: examples.map(({ text }) => vectorOf(text, vocabulary)),
    classOf: Int32Array.from(examples, ({ label }) =>
      label === null ? labels.length : (places.get(label) as number),
    ),
  }
  const train = (course: typeof SOFTMAX | typeof HINGE) =>
    trainLinear(learned, classes, vocabulary.rarity.length, course, seeded(SEED))
  const model = compress(sumOf(train(SOFTMAX), train(HINGE), HINGE_SHARE))
  return { labels, knowsOutside, vocabulary, model, confidence: UNTRAINED }
}

/** The same classifier, sure of itself as often as it is right on texts that it has not learned from. */
export function withConfidence(classifier: Classifier, judged: readonly Example[]): Classifier {
  const outcomes = judged.map(({ text, label }) => {
    const { ranked, certainty } = classify(classifier, text)
    return { certainty, right: ranked[0]?.label === label }
  })
  return { ...classifier, confidence: fitConfidence(outcomes) }
}

export function classify(classifier: Classifier, text: string): Classification {
  const { labels, knowsOutside, vocabulary, model, confidence } = classifier
  const vector = vectorOf(text, vocabulary)
  const scores = compactScores(model, vector)
  const outside = knowsOutside ? (scores[labels.length] as number) : 0
  const ranked = labels
    .map((label, index) => ({ label, score: scores[index] as number }))
    .sort((a, b) => b.score - a.score)
  const first = ranked[0]?.score ?? 0
  const certainty = first - outside - vector.strangeness
  const weights = ranked.map(({ score }) => Math.exp(score - first))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return {
    ranked: ranked.map(({ label }, index) => ({ label, probability: (weights[index] as number) / sum })),
    confidence: confidenceOf(confidence, certainty),
    certainty,
  }
}

function sumOf(first: LinearModel, second: LinearModel, share: number): LinearModel {
  for (const part of ['weights', 'bias'] as const) {
    const [into, more] = [first[part], second[part]]
    for (let index = 0; index < into.length; index++) {
      into[index] = (into[index] as number) + share * (more[index] as number)
    }
  }
  return first
}
