import { describe, expect, test } from 'vitest'
import * as figures from './definitions.ts'
import { advance, beginEpisode, type Episode, type EpisodeEvent } from './episode.ts'

const START = Date.parse('2026-03-02T09:00:00Z')
const at = (seconds: number) => new Date(START + seconds * 1_000)
const ANA = 'ana'

/** What happened, each with the second it happened in; nothing said: as most are. */
function told(
  ...events: (Partial<Omit<EpisodeEvent, 'at'>> & Pick<EpisodeEvent, 'reason'> & { s: number })[]
) {
  return tell(
    beginEpisode({ conversationId: 'c', appUuid: 'app', groupId: 'g', at: at(0), byBot: false }),
    events,
  )
}
function tell(begun: Episode, events: Parameters<typeof told>): figures.Counted[] {
  const episodes = [begun]
  for (const { s, ...event } of events) {
    const last = episodes.pop() as Episode
    episodes.push(
      ...advance(last, {
        conversationId: 'c',
        toAgentId: null,
        toGroupId: 'g',
        detail: null,
        estimatedSeconds: null,
        wasMessage: false,
        resolved: null,
        at: at(s),
        ...event,
      }),
    )
  }
  const fromMessages = { response_seconds: null, open_response_seconds: null, rating: null }
  return episodes.map((one) => ({ ...one, ...fromMessages, from_visitor: 0, from_agents: 0, from_bots: 0 }))
}
const one = (...events: Parameters<typeof told>) => told(...events)[0] as figures.Counted

describe('the wait', () => {
  test('[MX1] from the queue to the first agent, over a move to another group', () => {
    const episode = one(
      { s: 90, reason: 'overflow', toGroupId: 'h' },
      { s: 150, reason: 'routed', toAgentId: ANA, toGroupId: 'h', estimatedSeconds: 120 },
    )
    expect(figures.waitTime(episode)).toBe(150)
    expect(figures.estimateError(episode)).toBe(30)
    expect(episode.group_id).toBe('h')
  })
  test('[MX1] to the end where nobody came; that is abandoned, and no estimate was missed', () => {
    const episode = one({ s: 45, reason: 'abandoned', resolved: false, estimatedSeconds: 10 })
    expect(figures.waitTime(episode)).toBe(45)
    expect(figures.isAbandoned(episode)).toBe(true)
    expect(figures.estimateError(episode)).toBeNull()
    expect(figures.chatDuration(episode)).toBeNull()
  })
  test('[MX1] while it goes on, and where a message waited for the opening, there is none', () => {
    expect(figures.waitTime(one({ s: 1, reason: 'overflow' }))).toBeNull()
    expect(
      figures.waitTime(one({ s: 30_000, reason: 'routed', toAgentId: ANA, wasMessage: true })),
    ).toBeNull()
  })
  test('[MX1] begins when a bot hands over, and there is none where it did not have to', () => {
    const begun = beginEpisode({ conversationId: 'c', appUuid: 'app', groupId: 'g', at: at(0), byBot: true })
    const [handed] = tell(begun, [
      { s: 60, reason: 'released', detail: 'bot: asked' },
      { s: 75, reason: 'routed', toAgentId: ANA },
      { s: 100, reason: 'closed', resolved: true },
    ])
    if (!handed) throw new Error('no episode')
    expect(figures.waitTime(handed)).toBe(15)
    expect([figures.isByBot(handed), figures.isSolvedByBot(handed)]).toEqual([true, false])
    const [solved] = tell(begun, [{ s: 60, reason: 'closed', detail: 'bot', resolved: true }])
    if (!solved) throw new Error('no episode')
    expect(figures.waitTime(solved)).toBeNull()
    expect([figures.isSolvedByBot(solved), figures.isAbandoned(solved), figures.isResolved(solved)]).toEqual([
      true,
      false,
      true,
    ])
  })
})

describe('the duration', () => {
  test('[MX1] from the first agent to the end, without what it was put aside', () => {
    // 10 → 1,000 is 990 s, of which 200 → 500 and 600 → 650 were aside: 640.
    const episode = one(
      { s: 10, reason: 'routed', toAgentId: ANA },
      { s: 200, reason: 'snoozed', toAgentId: ANA },
      { s: 500, reason: 'woken', toAgentId: ANA },
      { s: 600, reason: 'snoozed', toAgentId: ANA },
      { s: 650, reason: 'taken', toAgentId: 'ben' },
      { s: 1_000, reason: 'closed', resolved: true },
    )
    expect(figures.chatDuration(episode)).toBe(640)
    expect(figures.isResolved(episode)).toBe(true)
  })
  test('[MX1] what is closed while it is aside ends when it was put aside', () => {
    expect(
      figures.chatDuration(
        one(
          { s: 0, reason: 'routed', toAgentId: ANA },
          { s: 100, reason: 'snoozed', toAgentId: ANA },
          { s: 5_000, reason: 'closed', resolved: true },
        ),
      ),
    ).toBe(100)
  })
  test('[MX1] a transfer and an offer that ran out are counted, and the wait for the next agent is no second one', () => {
    const episode = one(
      { s: 20, reason: 'routed', toAgentId: ANA },
      { s: 140, reason: 'offer_timeout' },
      { s: 200, reason: 'routed', toAgentId: 'ben' },
      { s: 300, reason: 'transferred', toAgentId: 'cleo' },
      { s: 400, reason: 'closed', resolved: false },
    )
    expect(figures.waitTime(episode)).toBe(20)
    expect(figures.chatDuration(episode)).toBe(380)
    expect([figures.isMissed(episode), figures.isTransferred(episode), figures.isResolved(episode)]).toEqual([
      true,
      true,
      false,
    ])
    expect(episode.agent_id).toBe('cleo')
  })
})

describe('a reopening', () => {
  const DAY = 86_400
  test('[MX1] within seven days takes the resolution back, and begins anew', () => {
    const [first, second] = told(
      { s: 5, reason: 'routed', toAgentId: ANA },
      { s: 60, reason: 'closed', resolved: true },
      { s: 60 + 7 * DAY - 1, reason: 'reopened' },
      { s: 60 + 7 * DAY + 29, reason: 'routed', toAgentId: ANA },
    )
    if (!first || !second) throw new Error('two episodes were meant')
    expect(figures.isResolved(first)).toBe(false)
    expect(second.number).toBe(2)
    expect(figures.waitTime(second)).toBe(30)
    expect(figures.isClosed(second)).toBe(false)
  })
  test('[MX1] later does not', () => {
    const [first] = told(
      { s: 5, reason: 'routed', toAgentId: ANA },
      { s: 60, reason: 'closed', resolved: true },
      { s: 60 + 7 * DAY, reason: 'reopened', toAgentId: ANA },
    )
    expect(first && figures.isResolved(first)).toBe(true)
  })
})

test('[MX1] four and five of five are satisfied', () => {
  const [episode] = told({ s: 0, reason: 'routed', toAgentId: ANA })
  const rated = [1, 2, 3, 4, 5, null].map((rating) => ({ ...(episode as figures.Counted), rating }))
  expect(rated.map(figures.isSatisfied)).toEqual([false, false, false, true, true, false])
  expect(rated.filter(figures.isRated)).toHaveLength(5)
})

test('[MX1] what visitors, agents and bots said is counted together', () => {
  const [episode] = told({ s: 0, reason: 'routed', toAgentId: ANA })
  expect(
    figures.messageCount({ ...(episode as figures.Counted), from_visitor: 3, from_agents: 2, from_bots: 1 }),
  ).toBe(6)
})
