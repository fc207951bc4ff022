const SITE = 'https://www.biometrics.example'
const DOCS = 'https://docs.biometrics.example'
const CONSOLE = 'https://console.biometrics.example'

/** Where visitors are when they write. */
export const pages = {
  home: { url: `${SITE}/`, title: 'BIOMETRICS · Be who you are' },
  pricing: { url: `${SITE}/pricing`, title: 'Plans and prices', referrer: 'https://www.search.example/' },
  ridge: { url: `${SITE}/devices/ridge-2`, title: 'Ridge 2 fingerprint reader' },
  iris: { url: `${SITE}/devices/iris-3`, title: 'Iris 3 camera', referrer: 'https://www.search.example/' },
  terminal: { url: `${SITE}/devices/terminal-t7`, title: 'Terminal T7 for time and attendance' },
  returns: { url: `${SITE}/support/returns`, title: 'Returns and repairs' },
  privacy: { url: `${SITE}/trust/privacy`, title: 'Privacy and data protection' },
  contact: { url: `${SITE}/contact`, title: 'Talk to us' },
  api: { url: `${DOCS}/api/errors`, title: 'API errors · Documentation', referrer: `${DOCS}/search?q=429` },
  webhooks: { url: `${DOCS}/api/webhooks`, title: 'Webhooks · Documentation' },
  faceSdk: { url: `${DOCS}/sdk/face-login`, title: 'Face Login SDK · Documentation' },
  firmware: { url: `${DOCS}/devices/firmware`, title: 'Updating firmware · Documentation' },
  enrolment: { url: `${CONSOLE}/people/enrol`, title: 'Enrol people · Console' },
  devices: { url: `${CONSOLE}/devices`, title: 'Devices · Console' },
  people: { url: `${CONSOLE}/people`, title: 'People · Console' },
  invoices: { url: `${CONSOLE}/billing/invoices`, title: 'Invoices · Console' },
} as const
