import { ChatError, type Reach, type Role } from '@biometrics/chat-protocol'

/** An admin gives rights, so nothing could be kept from one. */
export function judgeReach(role: Role, reach: Reach | undefined): void {
  if (role !== 'admin' || reach !== 'groups') return
  const message = 'an admin reaches all conversations'
  throw new ChatError('invalid_payload', `reach: ${message}.`, { fields: [{ path: 'reach', message }] })
}
