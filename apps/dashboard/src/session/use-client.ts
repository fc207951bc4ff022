import type { AgentClient, AgentState } from '@biometrics/chat-client'
import { useStore } from '@biometrics/chat-client/react'
import type { Agent } from '@biometrics/chat-protocol'
import { createContext, use } from 'react'
import type { SignedIn } from './session.ts'

export const SignedInContext = createContext<SignedIn | null>(null)

function useSignedIn(): SignedIn {
  const signedIn = use(SignedInContext)
  if (!signedIn) throw new Error('This component stands outside the signed-in part of the dashboard')
  return signedIn
}

export function useClient(): AgentClient {
  return useSignedIn().client
}

/** One part of the live state. `select` must return something that stands in the state, not something new each time. */
export function useAgentState<Part>(select: (state: AgentState) => Part): Part {
  return useStore(useClient(), select)
}

/** By itself, for what does not change with one's status and load. */
export function useMyId(): string {
  return useSignedIn().agent.id
}

export function useMyRole(): Agent['role'] {
  const { agent } = useSignedIn()
  return useAgentState((state) => state.agent?.role) ?? agent.role
}

export function useMe(): Agent {
  const { agent } = useSignedIn()
  return useAgentState((state) => state.agent) ?? agent
}
