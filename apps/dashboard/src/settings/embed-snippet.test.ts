import type { App } from '@biometrics/chat-protocol'
import { expect, test } from 'vitest'
import { embedSnippet } from './embed-snippet.ts'

const app: App = {
  id: '019a0000-0000-7000-8000-000000000001',
  appId: 'biometrics-web',
  name: 'Website',
  allowedOrigins: [],
  position: 'bottom-right',
  color: '#1a73e8',
  greeting: 'Hi! How can we help you?',
  language: null,
  previousAgentFirst: true,
  reopenDays: 7,
  closeForm: null,
  calendarId: null,
  prechatForm: null,
  sound: null,
  businessHours: null,
  greetingRules: null,
  typingPreview: false,
  choosableGroupIds: [],
  messageWhenNobodyOnline: false,
  keepConversationsDays: null,
  keepFilesDays: null,
  identitySecret: 'never shown',
  previousIdentitySecret: null,
  identityPolicy: 'optional',
}

test('the snippet is the documented one', () => {
  expect(embedSnippet(app, 'https://chat.example.com')).toBe(`<script>
  window.biometricsChat = {
    appId: 'biometrics-web',
    position: 'bottom-right',
    greeting: 'Hi! How can we help you?',
    color: '#1a73e8',
  };
</script>
<script src="https://chat.example.com/widget.js" async></script>`)
})

test('no greeting breaks out of its string or its script, and each comes back as it was', () => {
  for (const greeting of [`It's "us"`, '</script><b>', 'a\\b\nc', '\u2028']) {
    const snippet = embedSnippet({ ...app, greeting }, 'https://chat.example.com')
    expect(snippet.match(/<\/script>/g)).toHaveLength(2)
    const source = snippet.slice('<script>'.length, snippet.indexOf('</script>'))
    const window: { biometricsChat?: { greeting: string } } = {}
    new Function('window', source)(window)
    expect(window.biometricsChat?.greeting).toBe(greeting)
  }
})
