import { createHash } from 'node:crypto'
import type { Step, Story } from './script.ts'

const SECOND_MS = 1_000
const UNIT_MS = { s: SECOND_MS, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const WORK_BEGINS_HOUR = 8
const WORK_HOURS = 8
const READING_MS = 14 * SECOND_MS
const TYPING_MS = 150

/** `40s`, `2m`, `3h`, `9d` in milliseconds. */
export function durationMs(text: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) throw new Error(`not a duration: ${text}`)
  return Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]
}

/** When each step of a story happens, so that the last one is as old as the story says. */
export function timesOf(story: Story, now: Date): Date[] {
  // The first step is the beginning, so nothing comes before it.
  const gaps = story.steps.map((step, index) => (index === 0 ? 0 : gapMs(step, index)))
  const lengthMs = gaps.reduce((sum, gap) => sum + gap, 0)
  const end = workingTime(now.getTime() - durationMs(story.ago), story)
  let at = end - lengthMs
  return gaps.map((gap) => {
    at += gap
    return new Date(at)
  })
}

function gapMs(step: Step, index: number): number {
  if (step.after !== null) return durationMs(step.after) + Math.round(chance(step, index) * 3 * SECOND_MS)
  if (step.does !== 'say') return (5 + Math.round(chance(step, index) * 20)) * SECOND_MS
  if (step.who === 'bot' || step.who === 'system') return SECOND_MS
  const letters = step.said.kind === 'text' ? step.said.text.length : 200
  return Math.round((READING_MS + letters * TYPING_MS) * (0.7 + chance(step, index)))
}

/** What is days old ends on a working day, in working hours; what is of today stays where it is. */
function workingTime(end: number, story: Story): number {
  if (durationMs(story.ago) < UNIT_MS.d) return end
  const day = new Date(end)
  const weekend = { 0: 2, 6: 1 }[day.getUTCDay()] ?? 0
  const hour = WORK_BEGINS_HOUR + chance(story, 0) * WORK_HOURS
  return day.setUTCHours(0, 0, 0, 0) - weekend * UNIT_MS.d + Math.round(hour * UNIT_MS.h)
}

/** Between 0 and 1, always the same for the same thing, so that every fill looks alike. */
function chance(thing: object, index: number): number {
  const hash = createHash('sha256')
    .update(`${index} ${JSON.stringify(thing)}`)
    .digest()
  return hash.readUInt32BE() / 2 ** 32
}
