import type { NewCannedResponse } from '../canned-responses/manage-canned-responses.ts'

/** Beside the two that every installation has. */
export const CANNED_RESPONSES: readonly NewCannedResponse[] = [
  {
    title: 'One moment',
    shortcut: '/moment',
    content: 'One moment please, {{name}}, I am looking into it.',
    category: 'General',
    tags: ['wait'],
  },
  {
    title: 'Anything else?',
    shortcut: '/else',
    content: 'Is there anything else I can do for you today?',
    category: 'General',
    tags: ['end'],
  },
  {
    title: 'Goodbye',
    shortcut: '/bye',
    content:
      'Thank you for writing to us, {{name}}. I close this conversation now; write again whenever you like.',
    category: 'General',
    tags: ['end'],
  },
  {
    title: 'Begrüßung',
    shortcut: '/hallo',
    content: 'Guten Tag {{name}}, vielen Dank für Ihre Nachricht. Wie kann ich Ihnen helfen?',
    category: 'Deutsch',
    tags: ['greeting', 'german'],
  },
  {
    title: 'Verabschiedung',
    shortcut: '/tschuess',
    content:
      'Gern geschehen! Ich schließe das Gespräch. Wenn noch etwas ist, schreiben Sie uns einfach wieder.',
    category: 'Deutsch',
    tags: ['end', 'german'],
  },
  {
    title: 'Serial number',
    shortcut: '/serial',
    content:
      'Could you send me the serial number, please? It stands on the back and begins with R2-, I3-, E5- or T7-.',
    category: 'Hardware',
    tags: ['device'],
  },
  {
    title: 'Restart a reader',
    shortcut: '/restart',
    content:
      'Please restart the reader:\n1. Unplug it and wait ten seconds\n2. Plug it in and wait until the light is steady\n3. Try with a finger that worked before',
    category: 'Hardware',
    tags: ['ridge-2', 'first-aid'],
  },
  {
    title: 'Driver 7.0',
    shortcut: '/driver',
    content:
      'This is the current driver: https://docs.biometrics.example/devices/ridge-2/driver-7-0. Nobody needs to be enrolled again.',
    category: 'Hardware',
    tags: ['ridge-2', 'windows'],
  },
  {
    title: 'Return a device',
    shortcut: '/rma',
    content:
      'I have opened a return for you. Please put the device into its box, write the return number on the outside, and use the label from our e-mail. We send the replacement today.',
    category: 'Hardware',
    tags: ['return', 'warranty'],
  },
  {
    title: 'Dry fingers',
    shortcut: '/dry',
    content:
      'Dry skin makes ridges hard to see. Please switch the reader to the profile “dry skin” (Console → Devices → Profile) and enrol two fingers of each hand.',
    category: 'Enrollment',
    tags: ['false-rejection', 'dry-fingers'],
  },
  {
    title: 'How to enrol',
    shortcut: '/enrol',
    content:
      'Three touches of each finger, flat and without pressing, are best. The guide with pictures: https://docs.biometrics.example/guides/enrolment',
    category: 'Enrollment',
    tags: ['enrolment'],
  },
  {
    title: 'Rate limit',
    shortcut: '/429',
    content:
      'The answer 429 carries Retry-After in seconds. Please wait that long and try again; the SDKs do it for you from version 5 on.',
    category: 'Developers',
    tags: ['api', 'rate-limit'],
  },
  {
    title: 'Webhook signature',
    shortcut: '/signature',
    content:
      'The signature is made over the raw bytes of the request. Please compare before anything parses the body: https://docs.biometrics.example/api/webhooks#signature',
    category: 'Developers',
    tags: ['webhooks'],
  },
  {
    title: 'Where data lies',
    shortcut: '/data',
    content:
      'Templates lie on your own readers or cards, or encrypted with your key in Frankfurt and Dublin. You choose for each site: https://www.biometrics.example/trust/privacy',
    category: 'Privacy',
    tags: ['gdpr', 'hosting'],
  },
  {
    title: 'Refund started',
    shortcut: '/refund',
    content:
      'I have started the refund. Banks take three to five working days; the credit note is in your Console under Invoices.',
    category: 'Billing',
    tags: ['refund', 'payment'],
  },
]
