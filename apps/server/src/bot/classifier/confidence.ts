import type { Evidence } from './classifier.ts'

/** From evidence to the chance of being right. */
export interface Confidence {
  bias: number
  slope: number
}

/** Before it was seen how often the classifier is right. */
export const UNTRAINED: Confidence = { bias: 1, slope: 0.6 }

/** What unknown words take from the lead: a question of them alone is out of scope, whatever its pieces look like. */
const UNKNOWN_COST = 10

interface Outcome {
  evidence: Evidence
  right: boolean
}

const ROUNDS = 50
/** Holds the slope where few outcomes were seen. */
const PRIOR = 1e-3

/** Logistic regression by Newton's method; right and wrong count alike, however many there are of each. */
export function fitConfidence(outcomes: readonly Outcome[]): Confidence {
  const rights = outcomes.filter(({ right }) => right).length
  if (rights === 0 || rights === outcomes.length) return UNTRAINED
  let { bias, slope } = UNTRAINED
  for (let round = 0; round < ROUNDS; round++) {
    const pull = { bias: PRIOR * (UNTRAINED.bias - bias), slope: PRIOR * (UNTRAINED.slope - slope) }
    const curve = { bias: PRIOR, both: 0, slope: PRIOR }
    for (const { evidence, right } of outcomes) {
      const lead = certaintyOf(evidence)
      const chance = logistic(bias + slope * lead)
      const share = 0.5 / (right ? rights : outcomes.length - rights)
      const error = share * ((right ? 1 : 0) - chance)
      const bend = share * chance * (1 - chance)
      pull.bias += error
      pull.slope += error * lead
      curve.bias += bend
      curve.both += bend * lead
      curve.slope += bend * lead * lead
    }
    const size = curve.bias * curve.slope - curve.both ** 2
    bias += (curve.slope * pull.bias - curve.both * pull.slope) / size
    slope += (curve.bias * pull.slope - curve.both * pull.bias) / size
  }
  return { bias, slope }
}

export function confidenceOf({ bias, slope }: Confidence, evidence: Evidence): number {
  return logistic(bias + slope * certaintyOf(evidence))
}

function certaintyOf({ lead, unknown }: Evidence): number {
  return lead - UNKNOWN_COST * unknown
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
