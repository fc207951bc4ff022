import type { Flow, FlowStep } from '@biometrics/chat-protocol'
import { type Way, waysOf } from './ways.ts'

export const NODE = { width: 208, height: 64, gapX: 36, gapY: 58 } as const

export interface Placed {
  step: FlowStep
  x: number
  y: number
}

export interface Line {
  key: string
  from: Placed
  to: Placed
  way: Way
  /** Where among its step's lines it leaves, from 0 to 1. */
  at: number
}

export interface Picture {
  nodes: Placed[]
  lines: Line[]
  width: number
  height: number
}

/**
 * Rows by how far from the start they are, each in the order of where its steps are come from; what nothing leads to is
 * below, in the same manner.
 */
export function layOut({ start, steps }: Flow): Picture {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const rank = ranksFrom(start, steps, byId)
  const rows: FlowStep[][] = Array.from({ length: Math.max(-1, ...rank.values()) + 1 }, () => [])
  for (const step of byId.values()) rows[rank.get(step.id) as number]?.push(step)

  const parents = new Map<string, string[]>()
  for (const step of steps)
    for (const { to } of waysOf(step)) if (to !== null) parents.set(to, [...(parents.get(to) ?? []), step.id])
  const column = new Map<string, number>()
  for (const row of rows) {
    const wish = (step: FlowStep) => {
      const known = (parents.get(step.id) ?? []).flatMap((id) => column.get(id) ?? [])
      return known.length === 0
        ? Number.POSITIVE_INFINITY
        : known.reduce((sum, one) => sum + one, 0) / known.length
    }
    const sorted = row.map((step, index) => ({ step, index, wish: wish(step) }))
    sorted.sort((a, b) => (a.wish === b.wish ? a.index - b.index : a.wish - b.wish))
    for (const [index, { step }] of sorted.entries()) column.set(step.id, index - (row.length - 1) / 2)
  }

  const widest = Math.max(1, ...rows.map(({ length }) => length))
  const stepX = NODE.width + NODE.gapX
  const stepY = NODE.height + NODE.gapY
  const placed = new Map<string, Placed>()
  for (const [y, row] of rows.entries())
    for (const step of row)
      placed.set(step.id, {
        step,
        x: ((widest - 1) / 2 + (column.get(step.id) ?? 0)) * stepX + NODE.gapX,
        y: y * stepY + NODE.gapX,
      })
  const nodes = [...placed.values()]
  const lines = nodes.flatMap((from) => {
    const ways = waysOf(from.step).filter(({ to }) => to !== null && placed.has(to))
    return ways.map((way, index) => ({
      key: `${from.step.id}:${way.kind}:${way.index}`,
      from,
      to: placed.get(way.to as string) as Placed,
      way,
      at: (index + 1) / (ways.length + 1),
    }))
  })
  return {
    nodes,
    lines,
    width: widest * stepX + NODE.gapX,
    height: rows.length * stepY + NODE.gapX,
  }
}

/** The length of the longest way to each step, without those that lead back: so that lines go down. */
function ranksFrom(
  start: string,
  steps: readonly FlowStep[],
  byId: ReadonlyMap<string, FlowStep>,
): Map<string, number> {
  const state = new Map<string, 'open' | 'done'>()
  const rank = new Map<string, number>()

  /** All that is reached from here and was not before, in rows from `top` on. */
  function place(root: string, top: number) {
    const order: string[] = []
    const forward = new Map<string, string[]>()
    function visit(id: string) {
      const step = byId.get(id)
      if (step === undefined || state.has(id)) return
      state.set(id, 'open')
      const ahead = waysOf(step).flatMap(({ to }) =>
        to === null || state.get(to) === 'open' || rank.has(to) ? [] : [to],
      )
      forward.set(id, ahead)
      for (const to of ahead) visit(to)
      state.set(id, 'done')
      order.unshift(id)
    }
    visit(root)
    if (order.length > 0) rank.set(root, top)
    for (const id of order)
      for (const to of forward.get(id) ?? [])
        if (byId.has(to)) rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(id) ?? 0) + 1))
  }
  place(start, 0)
  const under = () => Math.max(-1, ...rank.values()) + 1
  const targets = new Set(steps.flatMap((step) => waysOf(step).map(({ to }) => to)))
  const lost = steps.filter(({ id }) => !rank.has(id))
  const top = under()
  for (const { id } of lost) if (!targets.has(id)) place(id, top)
  // What is left goes round in circles.
  for (const { id } of lost) if (!rank.has(id)) place(id, under())
  return rank
}

/** A curve from under one box to above the other; back up it goes round the outside. */
export function pathOf({ from, to, at }: Line): string {
  const x1 = from.x + NODE.width * at
  const y1 = from.y + NODE.height
  const x2 = to.x + NODE.width / 2
  const y2 = to.y
  if (y2 > y1) {
    const bend = (y2 - y1) / 2
    return `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2 - 4}`
  }
  const side = Math.max(from.x, to.x) + NODE.width + 22
  return `M${x1},${y1} C${x1},${y1 + 26} ${side},${y1 + 26} ${side},${(y1 + y2) / 2} S${x2},${y2 - 30} ${x2},${y2 - 4}`
}
