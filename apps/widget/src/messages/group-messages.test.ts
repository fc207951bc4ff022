import { describe, expect, it } from 'vitest'
import { type Neighbour, placeBetween } from './group-messages.ts'

const MINUTE_MS = 60_000
const noon = new Date(2026, 1, 18, 12).getTime()
const said = (sender: string, minutes: number, system = false): Neighbour => ({
  sender,
  system,
  at: noon + minutes * MINUTE_MS,
})

describe('the place of a message among others', () => {
  it('begins and ends a run by one sender', () => {
    const [one, two, three, four] = [said('ana', 0), said('ana', 1), said('ana', 2), said('own', 3)]
    expect(placeBetween(undefined, one, two)).toEqual({ opensDay: true, first: true, last: false })
    expect(placeBetween(one, two, three)).toEqual({ opensDay: false, first: false, last: false })
    expect(placeBetween(two, three, four)).toEqual({ opensDay: false, first: false, last: true })
  })

  it('ends a run after five minutes', () => {
    expect(placeBetween(said('ana', 0), said('ana', 5), undefined).first).toBe(false)
    expect(placeBetween(said('ana', 0), said('ana', 5.1), undefined).first).toBe(true)
  })

  it('opens each day, also within a run', () => {
    const beforeMidnight = said('ana', 12 * 60 - 1)
    expect(placeBetween(beforeMidnight, said('ana', 12 * 60 + 1), undefined)).toMatchObject({
      opensDay: true,
      first: true,
    })
    expect(placeBetween(undefined, beforeMidnight, said('ana', 12 * 60 + 1)).last).toBe(true)
  })

  it('lets a system line stand alone', () => {
    expect(placeBetween(said('ana', 0), said('ana', 1, true), said('ana', 2))).toMatchObject({
      first: true,
      last: true,
    })
    expect(placeBetween(said('ana', 1, true), said('ana', 2), undefined).first).toBe(true)
  })
})
