import { ChatError, type Permission, ROLE_PERMISSIONS } from '@biometrics/chat-protocol'
import type { AgentSession } from './session.ts'

/** The one place that says who may do what: a key does what its scopes name, a person what the role does. */
export function mayDo({ scopes, role }: AgentSession, permission: Permission): boolean {
  return (scopes ?? ROLE_PERMISSIONS[role]).has(permission)
}

export function requirePermission(session: AgentSession, permission: Permission): void {
  if (mayDo(session, permission)) return
  throw new ChatError(
    'forbidden',
    session.scopes
      ? `The API key lacks the scope ${permission}.`
      : `This needs the permission ${permission}, which the role ${session.role} does not have.`,
  )
}
