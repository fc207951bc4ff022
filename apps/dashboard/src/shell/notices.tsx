import { MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './notices.module.css'
import { useNarrow } from './use-narrow.ts'

/** Where short messages appear: over nothing that one needs at that moment. Loaded after the first screen: what was said before waits in its store. */
export default function Notices() {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const closeButtonProps = { 'aria-label': t('common.close') }
  return (
    <MantineThemeProvider
      inherit
      theme={{ components: { Notification: { defaultProps: { closeButtonProps } } } }}
    >
      <Notifications
        position={narrow ? 'top-center' : 'bottom-left'}
        autoClose={6_000}
        containerWidth={340}
        className={classes.notices}
      />
    </MantineThemeProvider>
  )
}
