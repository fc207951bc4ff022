import type { Random } from './random.ts'
import { shuffle } from './random.ts'
import type { Vector } from './vocabulary.ts'

/** A score for every class: the features' weights, summed, and a bias. */
export interface LinearModel {
  classes: number
  /** By feature, then by class. */
  weights: Float32Array
  bias: Float32Array
}

export interface Examples {
  vectors: readonly Vector[]
  /** The class of each vector. */
  classOf: Int32Array
}

/** How wrong a score is: `softmax` (logistic regression over all classes) or the squared hinge of a margin per class. */
type Loss = 'softmax' | 'hinge'

interface Course {
  loss: Loss
  epochs: number
  /** The first step; it falls to nothing in a straight line. */
  rate: number
  /** The share of features left out at random at every step, so that no class hangs on one word. */
  dropout: number
}

/** Smaller slopes are not worth a walk over the features: most classes are soon sure about most examples. */
const SLOPE_MIN = 1e-3
const BIAS_RATE = 0.1

/** Stochastic gradient descent. */
export function trainLinear(
  { vectors, classOf }: Examples,
  classes: number,
  features: number,
  { loss, epochs, rate, dropout }: Course,
  random: Random,
): LinearModel {
  const model = { classes, weights: new Float32Array(features * classes), bias: new Float32Array(classes) }
  const { weights, bias } = model
  const scores = new Float64Array(classes)
  const slopes = new Float64Array(classes)
  const active = new Int32Array(classes)
  const order = vectors.map((_, index) => index)
  const slopesOf = loss === 'softmax' ? softmaxSlopes : hingeSlopes
  const steps = epochs * vectors.length
  const keep = 1 / (1 - dropout)
  let step = 0

  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const index of shuffle(order, random)) {
      const vector = thinned(vectors[index] as Vector, dropout, keep, random)
      scoresOf(model, vector, scores)
      slopesOf(scores, classOf[index] as number, slopes)
      const now = rate * (1 - step / steps)
      step += 1

      let count = 0
      for (let k = 0; k < classes; k++) {
        const slope = slopes[k] as number
        if (Math.abs(slope) <= SLOPE_MIN) continue
        slopes[count] = slope * now
        active[count] = k
        count += 1
      }
      for (let j = 0; j < vector.at.length; j++) {
        const row = (vector.at[j] as number) * classes
        const value = vector.weight[j] as number
        for (let q = 0; q < count; q++) {
          const cell = row + (active[q] as number)
          weights[cell] = (weights[cell] as number) - value * (slopes[q] as number)
        }
      }
      for (let q = 0; q < count; q++) {
        const k = active[q] as number
        bias[k] = (bias[k] as number) - BIAS_RATE * (slopes[q] as number)
      }
    }
  }
  return model
}

/** Four features at a time: reading and writing the sums costs more than multiplying. */
function scoresOf({ classes, weights, bias }: LinearModel, { at, weight }: Vector, into: Float64Array): void {
  into.set(bias)
  for (let j = 0; j < at.length; j += 4) {
    const a = (at[j] as number) * classes
    const b = (at[j + 1] ?? 0) * classes
    const c = (at[j + 2] ?? 0) * classes
    const d = (at[j + 3] ?? 0) * classes
    const [ofA, ofB, ofC, ofD] = [
      weight[j] as number,
      weight[j + 1] ?? 0,
      weight[j + 2] ?? 0,
      weight[j + 3] ?? 0,
    ]
    for (let k = 0; k < classes; k++) {
      into[k] =
        (into[k] as number) +
        ofA * (weights[a + k] as number) +
        ofB * (weights[b + k] as number) +
        ofC * (weights[c + k] as number) +
        ofD * (weights[d + k] as number)
    }
  }
}

function thinned(vector: Vector, dropout: number, keep: number, random: Random): Vector {
  const at = new Int32Array(vector.at.length)
  const weight = new Float32Array(vector.at.length)
  let kept = 0
  for (let j = 0; j < vector.at.length; j++) {
    if (random() < dropout) continue
    at[kept] = vector.at[j] as number
    weight[kept] = (vector.weight[j] as number) * keep
    kept += 1
  }
  return { at: at.subarray(0, kept), weight: weight.subarray(0, kept), strangeness: vector.strangeness }
}

function softmaxSlopes(scores: Float64Array, right: number, into: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY
  for (const score of scores) highest = Math.max(highest, score)
  let sum = 0
  for (let k = 0; k < scores.length; k++) {
    const value = Math.exp((scores[k] as number) - highest)
    into[k] = value
    sum += value
  }
  for (let k = 0; k < scores.length; k++) into[k] = (into[k] as number) / sum
  into[right] = (into[right] as number) - 1
}

function hingeSlopes(scores: Float64Array, right: number, into: Float64Array): void {
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k] as number
    if (k === right) into[k] = -2 * Math.max(0, 1 - score)
    else into[k] = 2 * Math.max(0, 1 + score)
  }
}
