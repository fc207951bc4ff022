import { MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'

/** Where short messages appear: over nothing that one needs at that moment. Loaded after the first screen: what was said before waits in its store. */
export default function Notices() {
  const { t } = useTranslation()
  const closeButtonProps = { 'aria-label': t('common.close') }
  return (
    <MantineThemeProvider
      inherit
      theme={{ components: { Notification: { defaultProps: { closeButtonProps } } } }}
    >
      <Notifications position="bottom-left" autoClose={6_000} containerWidth={340} />
    </MantineThemeProvider>
  )
}
