/** From one moment to another, in milliseconds. */
export interface Span {
  from: number
  to: number
}

/** A time at which an agent was online, and for how many conversations. */
export interface Shift extends Span {
  maxChats: number
}

export interface Occupancy {
  onlineSeconds: number
  /** Places times seconds that were offered. */
  offeredSeconds: number
  /** The same, taken by conversations. */
  takenSeconds: number
  /** 0 to 1, and more where an agent took more than routing would have given; null: never online. */
  occupancy: number | null
}

/**
 * How much of the places that an agent offered was taken: of each conversation the time within shifts in which it counted
 * against capacity, over the shifts times their places.
 */
export function occupancyOf(shifts: readonly Shift[], borne: readonly Span[]): Occupancy {
  let online = 0
  let offered = 0
  let taken = 0
  for (const shift of shifts) {
    online += shift.to - shift.from
    offered += (shift.to - shift.from) * shift.maxChats
    for (const span of borne)
      taken += Math.max(0, Math.min(span.to, shift.to) - Math.max(span.from, shift.from))
  }
  const seconds = (ms: number) => Math.round(ms / 1_000)
  return {
    onlineSeconds: seconds(online),
    offeredSeconds: seconds(offered),
    takenSeconds: seconds(taken),
    occupancy: offered === 0 ? null : taken / offered,
  }
}
