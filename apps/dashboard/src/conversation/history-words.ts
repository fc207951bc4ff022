import type { Assignment } from '@biometrics/chat-protocol'
import type { TFunction } from 'i18next'

/** One line of history as a sentence. */
export function historyWords(line: Assignment, t: TFunction): string {
  const { reason, from, to, by } = line
  const agent = to.agentName ?? t('history.somebody')
  const before = from.agentName ?? t('history.somebody')
  const group = to.groupName ?? t('history.noGroup')
  const who = by?.name ?? null
  switch (reason) {
    case 'started':
      return to.agentName === null ? t('history.startedIn', { group }) : t('history.startedWith', { agent })
    case 'routed':
      return t('history.routed', { agent })
    case 'taken':
      return t('history.taken', { agent })
    case 'assigned':
      return who === null ? t('history.routed', { agent }) : t('history.assigned', { agent, who })
    case 'transferred':
      return t(to.agentName === null ? 'history.transferredToGroup' : 'history.transferredToAgent', {
        to: to.agentName ?? group,
        who: who ?? before,
      })
    case 'released':
      return t('history.released', { who: who ?? before })
    case 'agent_offline':
      return t('history.agentOffline', { agent: before })
    case 'offer_timeout':
      return t('history.offerTimeout', { agent: before })
    case 'overflow':
      return t('history.overflow', { group })
    case 'reopened':
      return who === null ? t('history.reopenedByVisitor') : t('history.reopened', { who })
    case 'snoozed':
      return t('history.snoozed', { who: who ?? before })
    case 'woken':
      return t('history.woken')
    case 'closed':
      return who === null ? t('history.closedByItself') : t('history.closed', { who })
    case 'abandoned':
      return t('history.abandoned')
    case 'agent_removed':
      return t('history.agentRemoved', { agent: before })
    case 'parked':
      return t('history.parked')
    case 'resumed':
      return t('history.resumed')
    default:
      // A newer server may know more reasons.
      return t('history.other')
  }
}
