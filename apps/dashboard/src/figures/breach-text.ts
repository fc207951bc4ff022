import type { Breach } from '@biometrics/chat-protocol'
import i18next from 'i18next'
import { showOf } from './numbers.ts'
import './use-texts.ts'

/** A missed target in two lines. */
export function textOfBreach({ figure, value, target, n, groupName }: Breach): {
  title: string
  body: string
} {
  const t = i18next.getFixedT(null, 'figures')
  return {
    title: t('targets.breach', { figure: t(`figure.${figure}`), value: showOf(figure, value, t) }),
    body: t('targets.breachText', {
      group: groupName ?? t('allGroups'),
      target: showOf(figure, target, t),
      n,
    }),
  }
}
