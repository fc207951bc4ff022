import type { InboxView } from '@biometrics/chat-client'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../i18n/use-translation.ts'
import { groupsQuery } from '../session/queries.ts'
import { savedViewsQuery } from './saved-views.ts'
import { groupIdOf, isFixedView, queryInView } from './views.ts'

export function useViewName(view: InboxView): string {
  const { t } = useTranslation()
  const query = queryInView(view)
  const { data: saved } = useQuery({ ...savedViewsQuery, enabled: query !== null })
  const groupId = groupIdOf(view)
  const { data } = useQuery({ ...groupsQuery, enabled: groupId !== null })
  if (isFixedView(view)) return t(`views.${view}`)
  if (query !== null) return saved?.find((one) => one.query === query)?.name ?? t('views.filtered')
  return data?.find(({ id }) => id === groupId)?.name ?? t('views.group')
}
