import { type Classifier, classify, type Example, trainClassifier } from '../classifier/classifier.ts'
import { fitConfidence } from '../classifier/confidence.ts'
import { seeded, shuffle } from '../classifier/random.ts'
import { OUTSIDE } from './outside.ts'

/** How many parts are left out in turn to see how sure the classifier may be; fewer where learning takes long. */
const PARTS = 4
const PARTS_OF_MANY = 2
const MANY = 4_000
const SEED = 1
/** Below this there is nothing to learn from being wrong. */
const LABELS_MIN = 4

export interface Learned {
  classifier: Classifier
  /** The share of right labels among questions that were left out; null where there were too few. */
  accuracy: number | null
}

/**
 * Learns from labelled questions. How sure it may be it finds out by leaving out a part of the questions, and with them
 * whole labels: their questions stand for all that nobody has written an article about.
 */
export function learn(examples: readonly Example[]): Learned {
  const all = [...examples, ...OUTSIDE.map((text) => ({ text, label: null }))]
  const classifier = trainClassifier(all)
  const labels = shuffle([...new Set(examples.flatMap(({ label }) => label ?? []))], seeded(SEED))
  if (labels.length < LABELS_MIN) return { classifier, accuracy: null }

  const parts = examples.length > MANY ? PARTS_OF_MANY : PARTS
  const partOfLabel = new Map(labels.map((label, index) => [label, index % parts]))
  const mixed = shuffle([...all], seeded(SEED))
  const counts = new Map<string | null, number>()
  const placed = mixed.map((example) => {
    const count = counts.get(example.label) ?? 0
    counts.set(example.label, count + 1)
    return { ...example, part: count % parts }
  })
  const outcomes: { certainty: number; right: boolean }[] = []
  const known = { asked: 0, right: 0 }
  for (let part = 0; part < parts; part++) {
    const isUnknown = (label: string | null) => label !== null && partOfLabel.get(label) === part
    const learned = placed.filter((example) => example.part !== part && !isUnknown(example.label))
    const familiar = new Set(learned.map(({ label }) => label))
    const partial = trainClassifier(learned)
    for (const { text, label, part: own } of placed) {
      const isOutside = label === null || isUnknown(label)
      if (own !== part || (!isOutside && !familiar.has(label))) continue
      const { ranked, certainty } = classify(partial, text)
      const right = !isOutside && ranked[0]?.label === label
      outcomes.push({ certainty, right })
      if (isOutside) continue
      known.asked += 1
      if (right) known.right += 1
    }
  }
  return {
    classifier: { ...classifier, confidence: fitConfidence(outcomes) },
    accuracy: known.asked === 0 ? null : known.right / known.asked,
  }
}
