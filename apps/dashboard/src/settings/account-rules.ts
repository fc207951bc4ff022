import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { TFunction } from 'i18next'

/** The same rules for the first admin and for everybody after. */
export function accountRules(t: TFunction) {
  return {
    name: (value: string) => (value.trim() === '' ? t('account.nameMissing') : null),
    email: (value: string) => (looksLikeEmail(value.trim()) ? null : t('account.emailInvalid')),
    password: (value: string) =>
      value.length < LIMITS.passwordMinLength
        ? t('account.passwordShort', { min: LIMITS.passwordMinLength, length: value.length })
        : null,
  }
}

export function maxChatsProblem(value: number | string, t: TFunction): string | null {
  const fits = typeof value === 'number' && value >= 1 && value <= LIMITS.maxChats
  return fits ? null : t('profile.maxChatsInvalid', { max: LIMITS.maxChats })
}

/** Only what is plainly wrong; the server has the last word. */
export function looksLikeEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value)
}
