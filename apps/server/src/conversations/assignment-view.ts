import type { Assignment } from '@biometrics/chat-protocol'
import type { EpisodeEvent } from '../metrics/episode.ts'
import type { AssignmentRow } from './assignment-store.ts'

export function assignmentView(row: AssignmentRow): Assignment {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    at: row.at.toISOString(),
    reason: row.reason,
    from: {
      agentId: row.from_agent_id,
      agentName: row.from_agent_name,
      groupId: row.from_group_id,
      groupName: row.from_group_name,
    },
    to: {
      agentId: row.to_agent_id,
      agentName: row.to_agent_name,
      groupId: row.to_group_id,
      groupName: row.to_group_name,
    },
    by: row.by_agent_id === null ? null : { agentId: row.by_agent_id, name: row.by_name ?? '' },
    detail: row.detail,
  }
}

/** The line as the figures count it. */
export function eventOf(row: AssignmentRow): EpisodeEvent {
  return {
    conversationId: row.conversation_id,
    at: row.at,
    reason: row.reason,
    toAgentId: row.to_agent_id,
    toGroupId: row.to_group_id,
    detail: row.detail,
    estimatedSeconds: row.estimated_seconds,
    wasMessage: row.was_message,
    resolved: row.resolved,
  }
}
