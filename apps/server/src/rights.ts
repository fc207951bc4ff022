import {
  type AgentCommandName,
  ChatError,
  type Permission,
  ROLE_PERMISSIONS,
} from '@biometrics/chat-protocol'
import type { AgentSession } from './session.ts'

/** The one place that says who may do what: a key does what its scopes name, a person what the role does. */
export function mayDo({ scopes, role, lacksSecondFactor }: AgentSession, permission: Permission): boolean {
  return lacksSecondFactor !== true && (scopes ?? ROLE_PERMISSIONS[role]).has(permission)
}

/** For what needs no permission, and for sockets. */
export function requireSecondFactor({ lacksSecondFactor }: AgentSession): void {
  if (lacksSecondFactor) throw new ChatError('second_factor_missing')
}

export function requirePermission(session: AgentSession, permission: Permission): void {
  if (mayDo(session, permission)) return
  requireSecondFactor(session)
  throw new ChatError(
    'forbidden',
    session.scopes
      ? `The API key lacks the scope ${permission}.`
      : `This needs the permission ${permission}, which the role ${session.role} does not have.`,
  )
}

/** What an agent's command needs; null where being signed in is enough. A command without a line does not compile. */
export const COMMAND_PERMISSIONS: Record<AgentCommandName, Permission | null> = {
  ping: null,
  'agent:activity': null,
  'conversation:sync': 'conversations:read',
  'conversation:leave': 'conversations:read',
  'conversation:look': 'conversations:read',
  'inbox:watch': 'conversations:read',
  'message:send': 'conversations:write',
  'message:read': 'conversations:write',
  'typing:set': 'conversations:write',
  'agent:status': 'conversations:write',
  'queue:take': 'conversations:write',
  'conversation:close': 'conversations:write',
  'conversation:take': 'conversations:write',
  'conversation:release': 'conversations:write',
  'conversation:transfer': 'conversations:write',
  'conversation:prioritize': 'conversations:write',
  'conversation:snooze': 'conversations:write',
  'conversation:tag': 'conversations:write',
  'conversation:reopen': 'conversations:write',
}
