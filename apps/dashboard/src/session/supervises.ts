import type { Role } from '@biometrics/chat-protocol'

/** Who has an eye on the others. */
export function supervises(role: Role): boolean {
  return role === 'admin' || role === 'supervisor'
}
