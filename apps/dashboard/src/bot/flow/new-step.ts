import type { Flow, FlowStep } from '@biometrics/chat-protocol'

export type StepKind = FlowStep['kind']
export const KINDS: readonly StepKind[] = [
  'say',
  'ask',
  'choose',
  'carousel',
  'collect',
  'condition',
  'answer',
  'tag',
  'route',
  'hand_over',
  'close',
]

export interface Words {
  say: string
  option: string
  card: string
  email: string
  again: string
}

/** A step as it begins; its words are the catalogue's. */
export function newStep(kind: StepKind, id: string, words: Words, groupId: string): FlowStep {
  switch (kind) {
    case 'say':
      return { kind, id, text: words.say, next: null }
    case 'ask':
      return { kind, id, text: words.say, saveAs: 'answer', next: null }
    case 'choose':
      return {
        kind,
        id,
        text: words.say,
        options: [{ title: words.option, value: 'option-1', next: null }],
        otherwise: null,
      }
    case 'carousel':
      return { kind, id, cards: [{ title: words.card }], buttons: [], next: null }
    case 'collect':
      return {
        kind,
        id,
        text: words.email,
        field: 'email',
        check: 'email',
        again: words.again,
        attempts: 3,
        next: null,
        failed: null,
      }
    case 'condition':
      return { kind, id, cases: [{ if: { on: 'hours', is: 'open' }, next: null }], otherwise: null }
    case 'answer':
      return { kind, id, text: '', next: null, otherwise: null }
    case 'tag':
      return { kind, id, tags: ['bot'], next: null }
    case 'route':
      return { kind, id, groupId, next: null }
    case 'hand_over':
      return { kind, id, text: '' }
    case 'close':
      return { kind, id, text: '', resolved: true }
  }
}

/** A name that is free: the kind, and a number where that is needed. */
export function freeId(kind: StepKind, { steps }: Flow): string {
  const taken = new Set(steps.map(({ id }) => id))
  for (let n = 1; ; n++) {
    const id = n === 1 ? kind : `${kind}-${n}`
    if (!taken.has(id)) return id
  }
}
