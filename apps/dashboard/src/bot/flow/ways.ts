import type { FlowStep } from '@biometrics/chat-protocol'

/** Where a step may lead; `label` is a visitor's choice, `kind` a word of the catalogue for what is no choice. */
export interface Way {
  to: string | null
  label: string | null
  kind: 'next' | 'otherwise' | 'failed' | 'case'
  /** Which of several. */
  index: number
}

export function waysOf(step: FlowStep): Way[] {
  const way = (to: string | null, kind: Way['kind'], label: string | null = null, index = 0): Way => ({
    to,
    label,
    kind,
    index,
  })
  switch (step.kind) {
    case 'choose':
      return [
        ...step.options.map(({ next, title }, index) => way(next, 'next', title, index)),
        way(step.otherwise, 'otherwise'),
      ]
    case 'carousel':
      return [
        ...step.buttons.map(({ next, value }, index) => way(next, 'next', value, index)),
        way(step.next, 'otherwise'),
      ]
    case 'condition':
      return [
        ...step.cases.map(({ next }, index) => way(next, 'case', null, index)),
        way(step.otherwise, 'otherwise'),
      ]
    case 'collect':
      return [way(step.next, 'next'), way(step.failed, 'failed')]
    case 'answer':
      return [way(step.next, 'next'), way(step.otherwise, 'otherwise')]
    case 'hand_over':
    case 'close':
      return []
    default:
      return [way(step.next, 'next')]
  }
}

/** The same step with a name of another step replaced wherever it leads there. */
export function relinked<Step extends FlowStep>(step: Step, from: string, to: string | null): Step {
  const follow = (next: string | null) => (next === from ? to : next)
  const changed = { ...step } as Record<string, unknown>
  for (const field of ['next', 'otherwise', 'failed']) {
    if (field in changed) changed[field] = follow(changed[field] as string | null)
  }
  for (const field of ['options', 'buttons', 'cases']) {
    const list = changed[field]
    if (Array.isArray(list)) changed[field] = list.map((one) => ({ ...one, next: follow(one.next) }))
  }
  return changed as Step
}
