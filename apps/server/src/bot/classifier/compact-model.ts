import type { LinearModel } from './train-linear.ts'
import type { Vector } from './vocabulary.ts'

/** A linear model at a byte a weight: each feature's weights in steps of its own size. */
export interface CompactModel {
  classes: number
  weights: Int8Array
  /** By feature: what one step is worth. */
  step: Float32Array
  bias: Float32Array
}

const MOST = 127

export function compress({ classes, weights, bias }: LinearModel): CompactModel {
  const features = weights.length / classes
  const small = new Int8Array(weights.length)
  const step = new Float32Array(features)
  for (let feature = 0; feature < features; feature++) {
    const row = feature * classes
    let largest = 0
    for (let k = 0; k < classes; k++) largest = Math.max(largest, Math.abs(weights[row + k] as number))
    if (largest === 0) continue
    step[feature] = largest / MOST
    for (let k = 0; k < classes; k++)
      small[row + k] = Math.round(((weights[row + k] as number) / largest) * MOST)
  }
  return { classes, weights: small, step, bias }
}

export function compactScores({ classes, weights, step, bias }: CompactModel, vector: Vector): Float32Array {
  const scores = Float32Array.from(bias)
  for (let j = 0; j < vector.at.length; j++) {
    const feature = vector.at[j] as number
    const row = feature * classes
    const value = (vector.weight[j] as number) * (step[feature] as number)
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] as number) + value * (weights[row + k] as number)
  }
  return scores
}
