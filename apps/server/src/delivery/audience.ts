/** Who an event is for. A visitor's audience never overlaps an agents' one, so no copy can go to the wrong side. */
export type Audience =
  /** Every tab of one visitor. */
  | { visitor: string }
  /** Every visitor of one app. */
  | { visitorsOf: string }
  /** Visitors of one app whose page gives these hours; null: none of its own. */
  | { entrance: string; pageHours: string | null }
  /** Every tab of one agent. */
  | { agent: string }
  /** Every tab of one sign-in of an agent. */
  | { session: string }
  /** Agents who have this conversation open. */
  | { watchers: string }
  /** Agents who hear of a part of all conversations; see `reach.ts`. */
  | { part: string }
  /** Those of them who watch the inbox. */
  | { inbox: string }
  /** Every agent. */
  | { agents: true }

/** The name of the room an audience sits in; those who hear every message are looked for first. */
export function roomOf(audience: Audience): string {
  if ('watchers' in audience) return `watchers:${audience.watchers}`
  if ('agent' in audience) return `agent:${audience.agent}`
  if ('visitor' in audience) return `visitor:${audience.visitor}`
  if ('visitorsOf' in audience) return `visitors-of:${audience.visitorsOf}`
  if ('entrance' in audience) return `entrance:${audience.entrance}:${audience.pageHours ?? ''}`
  if ('session' in audience) return `session:${audience.session}`
  if ('part' in audience) return `part:${audience.part}`
  if ('inbox' in audience) return `inbox:${audience.inbox}`
  return 'agents'
}

/** The rooms of visitors and of agents live in different namespaces. */
export function sideOf(audience: Audience): 'visitor' | 'agent' {
  return 'visitor' in audience || 'visitorsOf' in audience || 'entrance' in audience ? 'visitor' : 'agent'
}
