/** From certainty to the chance of being right. */
export interface Confidence {
  bias: number
  slope: number
}

/** Before it was seen how often the classifier is right. */
export const UNTRAINED: Confidence = { bias: 0.5, slope: 0.4 }

interface Outcome {
  certainty: number
  right: boolean
}

const ROUNDS = 50
const SMALLEST_STEP = 1e-6

/**
 * Logistic regression by Newton's method, each step shortened until it is one forward; right and wrong count alike, however
 * many there are of each. Few outcomes move it little from where it began: then they may be sorted out without a fault, and
 * no slope would be steep enough.
 */
export function fitConfidence(outcomes: readonly Outcome[]): Confidence {
  const rights = outcomes.filter(({ right }) => right).length
  const wrongs = outcomes.length - rights
  if (rights === 0 || wrongs === 0) return UNTRAINED
  const prior = 1 / outcomes.length
  const shareOf = (right: boolean) => 0.5 / (right ? rights : wrongs)

  function cost({ bias, slope }: Confidence): number {
    let sum = (prior / 2) * ((bias - UNTRAINED.bias) ** 2 + (slope - UNTRAINED.slope) ** 2)
    for (const { certainty, right } of outcomes) {
      const value = (bias + slope * certainty) * (right ? 1 : -1)
      sum += shareOf(right) * (value > 0 ? Math.log1p(Math.exp(-value)) : Math.log1p(Math.exp(value)) - value)
    }
    return sum
  }

  let found = UNTRAINED
  for (let round = 0; round < ROUNDS; round++) {
    const pull = {
      bias: prior * (UNTRAINED.bias - found.bias),
      slope: prior * (UNTRAINED.slope - found.slope),
    }
    const bend = { bias: prior, both: 0, slope: prior }
    for (const { certainty, right } of outcomes) {
      const chance = confidenceOf(found, certainty)
      const error = shareOf(right) * ((right ? 1 : 0) - chance)
      const weight = shareOf(right) * chance * (1 - chance)
      pull.bias += error
      pull.slope += error * certainty
      bend.bias += weight
      bend.both += weight * certainty
      bend.slope += weight * certainty * certainty
    }
    const size = bend.bias * bend.slope - bend.both ** 2
    const step = {
      bias: (bend.slope * pull.bias - bend.both * pull.slope) / size,
      slope: (bend.bias * pull.slope - bend.both * pull.bias) / size,
    }
    const before = cost(found)
    let length = 1
    let next = moved(found, step, length)
    while (length > SMALLEST_STEP && !(cost(next) < before)) {
      length /= 2
      next = moved(found, step, length)
    }
    if (length <= SMALLEST_STEP) break
    found = next
  }
  return found
}

export function confidenceOf({ bias, slope }: Confidence, certainty: number): number {
  return 1 / (1 + Math.exp(-(bias + slope * certainty)))
}

function moved({ bias, slope }: Confidence, step: Confidence, length: number): Confidence {
  return { bias: bias + length * step.bias, slope: slope + length * step.slope }
}
