import type { AgentPresence, Group } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { reaches } from './reaches.ts'
import { type Candidates, isUnavailable, transferTargets } from './transfer-targets.ts'

function agent(name: string, status: AgentPresence['status'], activeChats: number): AgentPresence {
  return { id: name, name, status, activeChats, maxChats: 4, since: null, groupIds: [], reach: 'all' }
}

const CANDIDATES: Candidates = {
  team: [
    agent('Ana', 'online', 2),
    agent('Ben Ångström', 'online', 4),
    agent('Chiara', 'offline', 0),
    agent('Deniz', 'online', 1),
    agent('Eva', 'away', 0),
  ],
  groups: [
    { id: 'billing', name: 'Billing' },
    { id: 'hardware', name: 'Access hardware' },
  ] as Group[],
  queues: [],
  agentId: 'Ana',
  groupId: 'billing',
}

const names = (query: string, candidates = CANDIDATES) =>
  transferTargets(candidates, query).map(({ name }) => name)

test('[TR1] who can answer soonest stands first, and the agent who has it is left out', () => {
  expect(names('')).toEqual(['Deniz', 'Ben Ångström', 'Eva', 'Chiara', 'Access hardware', 'Billing'])
  expect(
    transferTargets(CANDIDATES, '')
      .filter(isUnavailable)
      .map(({ name }) => name),
  ).toEqual(['Ben Ångström', 'Eva', 'Chiara'])
})

test('[TR1] the own group is no target for what already waits in it', () => {
  expect(names('', { ...CANDIDATES, agentId: null })).not.toContain('Billing')
})

test('[TR1] the search takes beginnings of words and does not mind accents or case', () => {
  expect(names('ang')).toEqual(['Ben Ångström'])
  expect(names('hard acc')).toEqual(['Access hardware'])
  expect(names('den is')).toEqual([])
})

test('[TR1] [SC1] who is kept to their groups is no target for what is of another, nor named in it', () => {
  const kept = { ...agent('Kim', 'online', 0), reach: 'groups' as const, groupIds: ['hardware'] }
  const team = [kept, agent('Deniz', 'online', 1)]
  expect(names('', { ...CANDIDATES, team })).not.toContain('Kim')
  expect(names('', { ...CANDIDATES, team, groupId: 'hardware' })).toContain('Kim')
  expect(names('', { ...CANDIDATES, team, groupId: null })).toContain('Kim')
  expect(reaches(kept, { groupId: 'billing', agentId: 'Ana' })).toBe(false)
  expect(reaches(kept, { groupId: 'billing', agentId: 'Kim' })).toBe(true)
  expect(reaches(kept, { groupId: 'hardware', agentId: 'Ana' })).toBe(true)
  expect(reaches(kept, { groupId: null, agentId: 'Ana' })).toBe(false)
  expect(reaches(kept, { groupId: null, agentId: null })).toBe(true)
  expect(reaches(agent('Deniz', 'online', 1), { groupId: null, agentId: 'Ana' })).toBe(true)
})
