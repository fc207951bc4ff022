import { CommandFailed } from '@biometrics/chat-client'
import type { CommandError } from '@biometrics/chat-protocol'
import { notifications } from '@mantine/notifications'
import type { TFunction } from 'i18next'

/** The server's refusal inside whatever was thrown; null when it never reached the server. */
export function refusalOf(thrown: unknown): CommandError | null {
  return thrown instanceof CommandFailed && thrown.reason === 'refused' ? thrown.error : null
}

/** One sentence for people, in their language. */
export function explain(thrown: unknown, t: TFunction): string {
  const refusal = refusalOf(thrown)
  if (refusal) return explainError(refusal, t)
  return thrown instanceof CommandFailed ? t('errors.unreachable') : t('failure.text')
}

export function explainError(error: CommandError, t: TFunction): string {
  return t(`errors.${error.code}`)
}

export function showText(message: string): void {
  notifications.show({ color: 'red', message })
}

/** Shows a failed action; never a silent failure. */
export function showFailure(thrown: unknown, t: TFunction): void {
  showText(explain(thrown, t))
}
