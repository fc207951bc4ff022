import { createRoot } from 'react-dom/client'
import { createChat } from './chat/chat.ts'
import { followPage } from './chat/follow-page.ts'
import { connectPage } from './page/page-link.ts'
import { App } from './shell/app.tsx'
import { SurroundingsProvider } from './shell/context.tsx'
import './theme/theme.css'

/** `/widget/:appId` inside a page, `/chat/:appId` on its own. */
const appId = decodeURIComponent(location.pathname.split('/').at(-1) ?? '')
const embedded = window.parent !== window

/** Apps that show the chat in a web view leave one of these; see `page/web-view.ts`. */
const HOSTS = ['ReactNativeWebView', 'webkit', 'BiometricsChatHost']

async function start(): Promise<void> {
  const link = embedded ? await connectPage() : null
  const page = { url: location.href, title: document.title, referrer: document.referrer }
  const { hello } = link ?? { hello: { config: {}, page } }
  const chat = createChat({ appId, embedded, ...hello })
  if (link) followPage(chat, link)
  else chat.connect()
  const host =
    !link && HOSTS.some((name) => name in window) && (await import('./page/web-view.ts')).tellHost(chat)
  const root = createRoot(document.getElementById('app') as HTMLElement)
  root.render(
    <SurroundingsProvider
      value={{ chat, tell: (event, data) => (link ? link.tell(event, data) : host && host(event)) }}
    >
      <App />
    </SurroundingsProvider>,
  )
}

void start()
