import type { Group } from '@biometrics/chat-protocol'
import type { GroupRow } from './group-store.ts'

export function groupView(row: GroupRow): Group {
  return {
    id: row.id,
    name: row.name,
    isDefault: row.is_default,
    routing: row.routing,
    skills: row.skills,
    matchLanguage: row.match_language,
    relaxAfterSeconds: row.relax_after_seconds,
    overflowGroupId: row.overflow_group_id,
    overflowAfterMinutes: row.overflow_after_minutes,
    overflowWhenNobodyOnline: row.overflow_when_nobody_online,
    greeting: row.greeting,
    offerTimeoutMinutes: row.offer_timeout_minutes,
    silenceMinutes: row.silence_minutes,
    autoCloseMinutes: row.auto_close_minutes,
    calendarId: row.calendar_id,
    agentIds: row.members.map(({ agentId }) => agentId),
    members: row.members,
  }
}
