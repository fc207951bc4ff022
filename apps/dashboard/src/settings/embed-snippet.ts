import type { App } from '@biometrics/chat-protocol'

/** What a customer pastes before `</body>` of their site. Values stand in a script: see `quote`. */
export function embedSnippet(app: App, origin: string): string {
  const lines = [
    `appId: ${quote(app.appId)},`,
    `position: ${quote(app.position)},`,
    ...(app.greeting === null ? [] : [`greeting: ${quote(app.greeting)},`]),
    `color: ${quote(app.color)},`,
    ...(app.language === null ? [] : [`language: ${quote(app.language)},`]),
  ]
  return `<script>
  window.biometricsChat = {
${lines.map((line) => `    ${line}`).join('\n')}
  };
</script>
<script src="${origin}/widget.js" async></script>`
}

/** A JavaScript string that cannot end the script it stands in. */
function quote(value: string): string {
  const inside = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inside.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
