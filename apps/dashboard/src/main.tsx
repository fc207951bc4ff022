import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { startI18n } from './i18n/i18n.ts'
import { createAppRouter, loadAhead } from './routes.tsx'
import { createSession } from './session/session.ts'
import './theme/styles.ts'
import { cssVariables, theme } from './theme/theme.ts'
import { letStylesThrough } from './theme/trusted-types.ts'

letStylesThrough()

const Notices = lazy(() => import('./shell/notices.tsx'))
const colorScheme = localStorageColorSchemeManager({ key: 'biometrics-chat:theme' })
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: 1 } } })
const router = createAppRouter({ session: createSession(), queryClient })

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
await startI18n()
createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    colorSchemeManager={colorScheme}
    defaultColorScheme="auto"
  >
    <Suspense>
      <Notices />
    </Suspense>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
)
loadAhead()
