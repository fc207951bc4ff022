import { styleText } from 'node:util'

export interface Announced {
  url: string
  /** Makes the first admin. */
  setupLink: string | null
  /** Who can sign in to a demo. */
  accounts?: { name: string; email: string; password: string }[]
}

/** What the operator reads when the server is up: where to go, and what to paste. */
export function announcement({ url, setupLink, accounts = [] }: Announced): string {
  const isNew = setupLink !== null && accounts.length === 0
  return [
    '',
    styleText('bold', 'BIOMETRICS Live Chat is running.'),
    '',
    entry('Dashboard', address(isNew ? setupLink : url)),
    ...(isNew ? [entry('', hint('This link works once: it makes the first admin.'))] : []),
    ...accounts.map(({ email, password }) => entry('', `${email} ${hint('with the password')} ${password}`)),
    entry('Demo page', address(`${url}/demo`)),
    entry('Your page', hint('Paste this before </body>:')),
    '',
    "    <script>window.biometricsChat = { appId: 'biometrics-web' }</script>",
    `    <script src="${url}/widget.js" async></script>`,
    '',
    hint('Ctrl-C stops it.'),
    '',
  ].join('\n')
}

const LABEL_WIDTH = 11

function entry(label: string, text: string): string {
  return `  ${styleText('bold', label.padEnd(LABEL_WIDTH))}${text}`
}

function address(text: string): string {
  return styleText('cyan', text)
}

function hint(text: string): string {
  return styleText('dim', text)
}
