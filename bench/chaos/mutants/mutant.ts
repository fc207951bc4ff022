import type { Parts } from '../../../apps/server/src/server.ts'
import type { RuleNumber } from '../check/violation.ts'
import type { FaultKind } from '../play/faults.ts'
import type { WORKLOADS } from '../play/workloads.ts'

/** A server that is broken on purpose, in a way in which others have lost messages. */
export interface Mutant {
  name: string
  /** What is wrong with it. */
  flaw: string
  /** Which workload and which faults bring it to light. */
  workload: (typeof WORKLOADS)[number]['name']
  faults: readonly FaultKind[]
  nodes: 1 | 2
  caughtBy: RuleNumber
  /** Puts the broken part in the place of the sound one. */
  replace?(parts: Parts): Parts
  /** Breaks the database after it was made. */
  sql?: SqlFlaw
}

export interface SqlFlaw {
  before?: string
  /** Changes in the text of `store_messages`: what stands there, and what stands there instead. */
  storeMessages: readonly (readonly [sound: string | RegExp, broken: string])[]
}
