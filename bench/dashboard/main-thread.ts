import type { Browser, Page } from '@playwright/test'

/** What the thread of a page did while something went on, from Chromium's own trace. Milliseconds. */
export interface Traced {
  /** Of all tasks together. */
  busyMs: number
  longestMs: number
  /** From the first to the last task. */
  spanMs: number
  /** What ran longest within the longest task, as DevTools names it. */
  longestWas: string
}

interface TraceEvent {
  name: string
  ph: string
  ts: number
  dur?: number
  pid: number
  tid: number
  args?: { name?: string; data?: { functionName?: string; url?: string } }
}

const CATEGORIES = ['__metadata', 'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline']
const TASK = 'ThreadControllerImpl::RunTask'

/** Every task counts in whole, also what the page waits in it for a processor that others use. */
export async function trace(browser: Browser, page: Page, run: () => Promise<unknown>): Promise<Traced> {
  await browser.startTracing(page, { categories: CATEGORIES })
  let stopped: Buffer
  try {
    await run()
  } finally {
    stopped = await browser.stopTracing()
  }
  const { traceEvents } = JSON.parse(stopped.toString('utf8')) as { traceEvents: TraceEvent[] }
  return summarise(mainThreadOf(traceEvents))
}

/** Of the renderers in the trace the one that did most: the others are spare, and empty. */
function mainThreadOf(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = events
    .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    .map(({ pid, tid }) =>
      events.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X'),
    )
  return threads.toSorted((a, b) => busyOf(b) - busyOf(a))[0] ?? []
}

const isTask = ({ name }: TraceEvent) => name === TASK
const durationOf = ({ dur = 0 }: TraceEvent) => dur / 1_000
const busyOf = (events: readonly TraceEvent[]) =>
  events.filter(isTask).reduce((sum, event) => sum + durationOf(event), 0)

function summarise(events: readonly TraceEvent[]): Traced {
  const tasks = events.filter(isTask)
  if (tasks.length === 0) throw new Error('The trace has no tasks of the page.')
  const longest = tasks.reduce((most, task) => (durationOf(task) > durationOf(most) ? task : most))
  const within = events.filter(
    (event) =>
      !isTask(event) &&
      event.ts >= longest.ts &&
      event.ts + (event.dur ?? 0) <= longest.ts + (longest.dur ?? 0),
  )
  const most = within.toSorted((a, b) => durationOf(b) - durationOf(a)).slice(0, 4)
  const starts = tasks.map(({ ts }) => ts)
  return {
    busyMs: busyOf(events),
    longestMs: durationOf(longest),
    spanMs: (Math.max(...starts) - Math.min(...starts)) / 1_000,
    longestWas: most
      .map(
        (event) =>
          `${event.name}${event.args?.data?.functionName ? ` ${event.args.data.functionName}` : ''} ${durationOf(event).toFixed(0)}`,
      )
      .join(', '),
  }
}
