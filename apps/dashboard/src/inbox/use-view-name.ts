import type { InboxView } from '@biometrics/chat-client'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { groupsQuery } from '../session/queries.ts'
import { groupIdOf, isFixedView } from './views.ts'

export function useViewName(view: InboxView): string {
  const { t } = useTranslation()
  const groupId = groupIdOf(view)
  const { data } = useQuery({ ...groupsQuery, enabled: groupId !== null })
  if (isFixedView(view)) return t(`views.${view}`)
  return data?.find(({ id }) => id === groupId)?.name ?? t('views.group')
}
