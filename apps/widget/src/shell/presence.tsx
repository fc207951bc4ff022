import { fill } from '../i18n/texts.ts'
import { openingTime } from '../i18n/times.ts'
import { useClientState, useLanguage, useSettings } from './context.tsx'
import { useLost } from './lost-connection.tsx'

/** While the connection is lost nobody can say who is there. */
export function useOnline(): boolean {
  const lost = useLost()
  const { session } = useClientState()
  return !lost && session?.online === true
}

/** Whether somebody is there, and if not, when: never a guess. */
export function Presence() {
  const language = useLanguage()
  const { texts } = language
  const { businessHours } = useSettings()
  const { session } = useClientState()
  const lost = useLost()
  if (lost) return '…'
  if (session?.online) return texts.online
  if (session?.nextOpening) {
    return `${texts.offline} · ${fill(texts.backAt, { when: openingTime(new Date(session.nextOpening), new Date(), language) })}`
  }
  const { enabled, hours } = businessHours ?? {}
  return enabled && hours ? `${texts.offline} · ${fill(texts.hours, { hours })}` : texts.offline
}
