import type { Permission, Role } from '@biometrics/chat-protocol'

/** Who speaks: made by `authenticate`, never by a client. */
export type VisitorSession = {
  kind: 'visitor'
  visitorId: string
  name: string | null
  appUuid: string
  appId: string
  /** The hours that the visitor's page gives, in the text form. */
  pageHours: string | null
}
export type AgentSession = {
  kind: 'agent'
  agentId: string
  name: string
  role: Role
  /** The groups whose conversations alone are theirs to see; null: all. What that means is said in `reach.ts`. */
  onlyGroups: readonly string[] | null
  /** An admin demands a second factor, and this agent has none: setting one up is all that is allowed. */
  lacksSecondFactor?: boolean
  /** Set for an API key, which is nobody: it does what these name, and nothing that needs a person. */
  scopes?: ReadonlySet<Permission>
}
/** As the transport holds them: with what tells when the right to listen ends. */
export type SignedInVisitor = VisitorSession & { expiresAt: Date }
export type SignedInAgent = AgentSession & { sessionKey: string }
export type Session = VisitorSession | AgentSession

/** The visitor whose eyes a session reads with; null for an agent. */
export function visitorOf(session: Session): string | null {
  return session.kind === 'visitor' ? session.visitorId : null
}
