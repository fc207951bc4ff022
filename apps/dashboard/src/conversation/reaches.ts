import type { AgentPresence, Conversation } from '@biometrics/chat-protocol'

type Who = Pick<AgentPresence, 'id' | 'reach' | 'groupIds'>
type Placed = Pick<Conversation, 'agentId' | 'groupId'>

/** Whether a colleague sees a conversation, as the server decides it. */
export function reaches(who: Who, { agentId, groupId }: Placed): boolean {
  if (agentId === who.id) return true
  return mayBeGiven(who, groupId) && (groupId !== null || who.reach === 'all' || agentId === null)
}

/** Who is kept to their groups is given nothing of another. */
export function mayBeGiven({ reach, groupIds }: Who, groupId: string | null): boolean {
  return reach === 'all' || groupId === null || groupIds.includes(groupId)
}
