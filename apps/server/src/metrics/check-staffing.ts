import { agentsNeeded, type Desk } from './erlang.ts'
import { simulateDesk } from './simulate-desk.ts'

/** Desks of every kind that a plan may be about: few and many people, even and uneven handling times, patient and not. */
const DESKS = [
  { perHour: 20, slots: 3, variation: 0.4, patienceSeconds: null },
  { perHour: 20, slots: 3, variation: 1, patienceSeconds: null },
  { perHour: 60, slots: 3, variation: 0.7, patienceSeconds: null },
  { perHour: 60, slots: 1, variation: 0.7, patienceSeconds: null },
  { perHour: 150, slots: 4, variation: 1.2, patienceSeconds: null },
  { perHour: 20, slots: 3, variation: 0.4, patienceSeconds: 240 },
  { perHour: 60, slots: 3, variation: 0.7, patienceSeconds: 240 },
  { perHour: 60, slots: 5, variation: 1.5, patienceSeconds: 600 },
  { perHour: 150, slots: 4, variation: 0.4, patienceSeconds: 600 },
  { perHour: 300, slots: 4, variation: 1, patienceSeconds: 1_800 },
] as const
const HANDLING_SECONDS = 480
const WAIT_SECONDS = 60
const ARRIVALS = 150_000
const SEEDS = [1, 2, 3]

/** The agents and the wait that the formulas plan for each of these desks, and the wait when it is played out. */
export function checkedDesks() {
  return DESKS.map(({ perHour, slots, variation, patienceSeconds }) => {
    const desk: Omit<Desk, 'places'> = {
      perSecond: perHour / 3_600,
      handlingSeconds: HANDLING_SECONDS,
      handlingVariation: variation,
      patienceSeconds,
    }
    const planned = agentsNeeded(desk, slots, WAIT_SECONDS)
    if (!planned) throw new Error('More agents than there are.')
    const played = SEEDS.map(
      (seed) => simulateDesk({ ...desk, slots, agents: planned.agents, arrivals: ARRIVALS, seed }).meanWait,
    )
    const wait = played.reduce((sum, one) => sum + one, 0) / played.length
    return {
      perHour,
      slots,
      variation,
      patienceSeconds,
      agents: planned.agents,
      planned: planned.wait,
      played: wait,
      difference: planned.wait / wait - 1,
    }
  })
}
