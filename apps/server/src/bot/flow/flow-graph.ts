import type { FlowStep } from '@biometrics/chat-protocol'

/** Where a step may lead, with what decides it; null: the flow ends there. */
export interface Way {
  to: string | null
  path: string
}

export function waysOf(step: FlowStep): Way[] {
  switch (step.kind) {
    case 'say':
    case 'ask':
    case 'tag':
    case 'route':
      return [{ to: step.next, path: 'next' }]
    case 'choose':
      return [
        ...step.options.map(({ next }, index) => ({ to: next, path: `options.${index}.next` })),
        { to: step.otherwise, path: 'otherwise' },
      ]
    case 'carousel':
      return [
        ...step.buttons.map(({ next }, index) => ({ to: next, path: `buttons.${index}.next` })),
        { to: step.next, path: 'next' },
      ]
    case 'condition':
      return [
        ...step.cases.map(({ next }, index) => ({ to: next, path: `cases.${index}.next` })),
        { to: step.otherwise, path: 'otherwise' },
      ]
    case 'collect':
      return [
        { to: step.next, path: 'next' },
        { to: step.failed, path: 'failed' },
      ]
    case 'answer':
      return [
        { to: step.next, path: 'next' },
        { to: step.otherwise, path: 'otherwise' },
      ]
    case 'hand_over':
    case 'close':
      return []
  }
}

/** Whether a step waits for the visitor before it goes on. */
export function waits({ kind }: FlowStep): boolean {
  return kind === 'ask' || kind === 'choose' || kind === 'carousel' || kind === 'collect' || kind === 'answer'
}
