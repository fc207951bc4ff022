import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { atAllHours } from './steps.ts'

/** The published embed code, to the letter, but for the address of the script. */
const SNIPPET = `<!-- Chat widget embed code -->
<script>
  window.biometricsChat = {
    appId: 'biometrics-web',
    position: 'bottom-right',
    greeting: 'Hi! How can we help you?',
    color: '#1a73e8',
   上班族: {
      enabled: true,
      hours: 'Mon-Fri 9:00-18:00 CET',
    },
  };
</script>
<script src="https://chat.biometrics.com/widget.js" async></script>`

/** Somebody else's website, on an origin of its own, with the snippet pasted into it. */
export async function customersSite(chatUrl: string, page: (snippet: string) => string = plainPage) {
  const snippet = SNIPPET.replace('https://chat.biometrics.com', chatUrl)
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(snippet))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    // Another origin on the same host: Playwright's Chromium denies all storage to frames of another site.
    url: `http://localhost:${port}/`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function plainPage(snippet: string): string {
  return `<!doctype html><html lang="en"><title>Locks and more</title><h1>Locks and more</h1><p>Welcome.</p>${atAllHours(snippet)}</html>`
}
