import type { AppRow } from '../apps/find-app.ts'
import type { Services } from '../services.ts'
import type { AgentSession, Session, VisitorSession } from '../session.ts'
import type { AgentName, GroupName } from './cast.ts'

/** Where stories are played: the installation with its people. */
export interface Stage {
  services: Services
  app: AppRow
  agents: Record<AgentName, AgentSession>
  groups: Record<GroupName, string>
}

/** One conversation while it is being played. */
export interface Scene extends Stage {
  /** When it is in the story. */
  now: Date
  conversationId: string
  visitor: VisitorSession
  holder: AgentName | null
  seq: number
  publicSeq: number
  /** How far each side has read, in its own positions. */
  read: { agent: number; visitor: number }
  /** What the visitor can pick from. */
  offer: Offer | null
}

/** A message with choices, and the machine's word for each. */
export interface Offer {
  messageId: string
  values: Map<string, string>
}

/** The same parts, but it is another time and nobody is told. */
export function at(services: Services, now: Date): Services {
  const activity = { touch: () => {}, touchQueue: () => {}, touchCounts: () => {} }
  const router = { routeGroup: async () => {}, routeAgent: async () => {}, idle: async () => {} }
  return { ...services, activity, router, deliver: () => {}, clock: { ...services.clock, now: () => now } }
}

export function sessionOf({ agents, visitor }: Scene, who: AgentName | 'visitor'): Session {
  return who === 'visitor' ? visitor : agents[who]
}
