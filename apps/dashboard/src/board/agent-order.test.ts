import type { AgentPresence } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { onBoard, summaryOf } from './agent-order.ts'

function agent(name: string, status: AgentPresence['status'], activeChats: number, groupIds: string[] = []) {
  return { id: name, name, status, activeChats, maxChats: 4, since: null, groupIds, reach: 'all' as const }
}
const TEAM = Object.fromEntries(
  [
    agent('Eva', 'offline', 0),
    agent('Ben', 'online', 4, ['billing']),
    agent('Deniz', 'away', 1),
    agent('Ana', 'online', 1),
  ].map((one) => [one.id, one]),
)

test('[PR1] the board shows who is there first, and each group alone', () => {
  expect(onBoard(TEAM, null).map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Deniz', 'Eva'])
  expect(onBoard(TEAM, 'billing').map(({ name }) => name)).toEqual(['Ben'])
})

test('[PR1] the board counts who is there, how much room they have and who is full', () => {
  expect(summaryOf(Object.values(TEAM))).toEqual({ online: 2, free: 3, full: 1 })
})
