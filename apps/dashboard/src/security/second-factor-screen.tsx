import { Button, Stack } from '@mantine/core'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { EntryCard } from '../sign-in/entry-card.tsx'
import { SetUpSecondFactor } from './set-up-second-factor.tsx'

/** Before anything else, where an admin demands it. */
export function SecondFactorScreen() {
  const { t } = useTranslation()
  const { session } = useRouteContext({ from: '/second-factor' })
  const router = useRouter()
  useDocumentTitle(t('secondStep.title'))
  const signOut = async () => {
    await session.logout()
    await router.navigate({ to: '/login' })
  }
  return (
    <EntryCard title={t('secondStep.title')} text={t('secondStep.text')}>
      <Stack gap={14}>
        <SetUpSecondFactor onDone={() => void router.navigate({ to: '/', replace: true })} />
        <Button variant="subtle" onClick={() => void signOut()}>
          {t('secondStep.signOut')}
        </Button>
      </Stack>
    </EntryCard>
  )
}
