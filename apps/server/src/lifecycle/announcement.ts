import { styleText } from 'node:util'

/** What the operator reads when the server is up: where to go, and what to paste. */
export function announcement({ url, setupLink }: { url: string; setupLink: string | null }): string {
  const label = (text: string) => styleText('bold', text.padEnd(11))
  const address = (text: string) => styleText('cyan', text)
  const hint = (text: string) => styleText('dim', text)
  return [
    '',
    styleText('bold', 'BIOMETRICS Live Chat is running.'),
    '',
    setupLink === null
      ? `  ${label('Dashboard')}${address(url)}`
      : `  ${label('Dashboard')}${address(setupLink)}\n  ${''.padEnd(11)}${hint('This link works once: it makes the first admin.')}`,
    `  ${label('Demo page')}${address(`${url}/demo`)}`,
    `  ${label('Your page')}${hint('Paste this before </body>:')}`,
    '',
    "    <script>window.biometricsChat = { appId: 'biometrics-web' }</script>",
    `    <script src="${url}/widget.js" async></script>`,
    '',
    hint('Ctrl-C stops it.'),
    '',
  ].join('\n')
}
