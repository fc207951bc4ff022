import { fill } from '../i18n/texts.ts'
import { openingTime } from '../i18n/times.ts'
import { useClientState, useLanguage, useSettings } from './context.tsx'
import { useLost } from './lost-connection.tsx'

/** While the connection is lost, and before it is there, nobody can say who is. */
function useKnown() {
  const lost = useLost()
  const { session, answered } = useClientState()
  return lost || !answered ? null : session
}

export const useOnline = (): boolean => useKnown()?.online === true

/** Whether somebody is there, and if not, when: never a guess. */
export function Presence() {
  const language = useLanguage()
  const { texts } = language
  const { businessHours } = useSettings()
  const session = useKnown()
  if (!session) return '…'
  if (session.online) return texts.online
  if (session.nextOpening) {
    return `${texts.offline} · ${fill(texts.backAt, { when: openingTime(new Date(session.nextOpening), new Date(), language) })}`
  }
  const { enabled, hours } = businessHours ?? {}
  return enabled && hours ? `${texts.offline} · ${fill(texts.hours, { hours })}` : texts.offline
}
