import type { AuditAction } from '@biometrics/chat-protocol'

/** In the order in which they are offered; the texts are under `auditActions`. */
export const ACTIONS = [
  'sign-in',
  'sign-in.failed',
  'sign-out',
  'session.ended',
  'password.changed',
  'password.link-made',
  'second-factor.changed',
  'second-factor.reset',
  'refused',
  'person.read',
  'person.exported',
  'person.erased',
  'report.exported',
  'audit.exported',
  'agent.added',
  'agent.changed',
  'agent.removed',
  'group.added',
  'group.changed',
  'group.removed',
  'app.added',
  'app.changed',
  'app.removed',
  'app.secret-changed',
  'calendar.added',
  'calendar.changed',
  'calendar.removed',
  'bot.changed',
  'model.changed',
  'settings.changed',
  'api-key.added',
  'api-key.changed',
  'api-key.removed',
  'webhook.added',
  'webhook.changed',
  'webhook.removed',
  'installation.set-up',
] as const satisfies readonly AuditAction[]

type WithUnderscore<Text extends string> = Text extends `${infer Head}.${infer Tail}`
  ? `${Head}_${Tail}`
  : Text

/** A dot would lead a level deeper into the catalogue. */
export function textOf<Action extends AuditAction>(action: Action): `auditActions.${WithUnderscore<Action>}` {
  return `auditActions.${action.replace('.', '_')}` as `auditActions.${WithUnderscore<Action>}`
}
