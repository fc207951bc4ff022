import type { Flow, FlowProblem, FlowStep } from '@biometrics/chat-protocol'
import { waits, waysOf } from './flow-graph.ts'

/** Everything that is wrong with a flow, each with the step it is about. */
export function checkFlow({ start, steps }: Flow): FlowProblem[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  return [
    ...doubles(steps),
    ...(byId.has(start) ? [] : [mistake(null, `start: there is no step "${start}"`)]),
    ...steps.flatMap((step) => lostWays(step, byId)),
    ...steps.flatMap(lostButtons),
    ...circles(steps, byId),
    ...unreached(start, steps, byId),
  ]
}

function doubles(steps: readonly FlowStep[]): FlowProblem[] {
  const seen = new Set<string>()
  return steps.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [mistake(id, `two steps are named "${id}"`)]
  })
}

function lostWays(step: FlowStep, byId: ReadonlyMap<string, FlowStep>): FlowProblem[] {
  return waysOf(step).flatMap(({ to, path }) =>
    to === null || byId.has(to) ? [] : [mistake(step.id, `${path}: there is no step "${to}"`)],
  )
}

/** A button that replies and leads nowhere is a typing mistake in a value, most of the time. */
function lostButtons(step: FlowStep): FlowProblem[] {
  if (step.kind !== 'carousel') return []
  const shown = new Set(
    step.cards.flatMap(({ buttons = [] }) =>
      buttons.filter(({ type }) => type === 'reply').map(({ value }) => value),
    ),
  )
  return step.buttons.flatMap(({ value }, index) =>
    shown.has(value) ? [] : [mistake(step.id, `buttons.${index}: no card has a button "${value}"`)],
  )
}

/** A circle in which nobody waits for the visitor would talk for ever. */
function circles(steps: readonly FlowStep[], byId: ReadonlyMap<string, FlowStep>): FlowProblem[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: FlowProblem[] = []

  function visit(step: FlowStep) {
    state.set(step.id, 'open')
    if (!waits(step)) {
      for (const { to } of waysOf(step)) {
        const target = to === null ? undefined : byId.get(to)
        if (target === undefined || waits(target)) continue
        if (state.get(target.id) === 'open')
          found.push(mistake(step.id, `goes round to "${target.id}" without waiting for the visitor`))
        else if (!state.has(target.id)) visit(target)
      }
    }
    state.set(step.id, 'done')
  }
  for (const step of steps) if (!state.has(step.id)) visit(step)
  return found
}

function unreached(
  start: string,
  steps: readonly FlowStep[],
  byId: ReadonlyMap<string, FlowStep>,
): FlowProblem[] {
  const reached = new Set<string>()
  const open = [start]
  while (open.length > 0) {
    const step = byId.get(open.pop() as string)
    if (step === undefined || reached.has(step.id)) continue
    reached.add(step.id)
    for (const { to } of waysOf(step)) if (to !== null) open.push(to)
  }
  return steps.flatMap(({ id }) =>
    reached.has(id) ? [] : [{ level: 'hint' as const, stepId: id, message: 'nothing leads here' }],
  )
}

function mistake(stepId: string | null, message: string): FlowProblem {
  return { level: 'mistake', stepId, message }
}
