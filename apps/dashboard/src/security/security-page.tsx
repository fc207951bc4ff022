import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMe } from '../session/use-client.ts'
import { PageHead } from '../settings/page.tsx'
import { DemandSection } from './demand-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { secondFactorQuery } from './queries.ts'
import { SecondFactorSection } from './second-factor-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

/** The own way in. */
export function SecurityPage() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const me = useMe()
  const { data } = useQuery(secondFactorQuery)
  const reload = () => queryClient.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
  return (
    <>
      <PageHead title={t('settings.security')} text={t('security.text')} />
      <SessionsSection />
      {data && <PasswordSection hasPassword={data.hasPassword} />}
      {data?.hasPassword && <SecondFactorSection state={data} onChange={() => void reload()} />}
      {me.role === 'admin' && <DemandSection onChange={() => void reload()} />}
    </>
  )
}
