import { openingTime } from '../i18n/times.ts'
import { useChat, useClientState, useLanguage } from './context.tsx'
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
  const { config } = useChat()
  const { session } = useClientState()
  const lost = useLost()
  if (lost) return '…'
  if (session?.online) return texts.online
  if (session?.nextOpening) {
    return `${texts.offline} · ${texts.backAt(openingTime(new Date(session.nextOpening), new Date(), language))}`
  }
  const { enabled, hours } = config.businessHours ?? {}
  return enabled && hours ? `${texts.offline} · ${texts.hours(hours)}` : texts.offline
}
