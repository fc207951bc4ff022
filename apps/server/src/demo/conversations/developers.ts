import { ada, ana, ben, deniz, line, type Story, visitor } from '../script.ts'
import { TRACE } from './files.ts'
import { pages } from './pages.ts'

const TEMPLATE =
  'Rk1SACAyMAAAAAEIAAABQAHgAMUAxQEAAAAoKUB9AF7yZEBmAHD0ZECKAH9zZECXAIlwZEBVAJH1ZECkAJNuZEBqAJt3ZEC5AKdqZEBIAKn4ZEB1ALd4ZECtALtsZEA7AL76ZECNAMR0ZEDGAMdnZEBWAM17'

/** The API, the SDKs and what is built with them. */
export const developers: Story[] = [
  {
    visitor: {
      name: 'Nina Petrović',
      email: 'nina@payfold.example',
      customerId: 'acc-51209',
      attributes: { company: 'Payfold', plan: 'Scale', sdk: 'node 5.1.0', requestsPerDay: 1900000 },
      language: 'en',
      timeZone: 'Europe/Belgrade',
      page: pages.api,
    },
    ago: '14m',
    subject: '429 although we are below the limit',
    tags: ['api', 'rate-limit'],
    steps: [
      visitor(
        'Hi, we get 429 from /v2/verify in bursts, although we are on the plan with 200 requests a second.',
      ),
      visitor.attaches('trace.txt', TRACE, '30s'),
      ana(
        'Hi Nina, thanks for the trace. It says X-RateLimit-Limit: 50. That is the limit of the sandbox keys.',
      ),
      visitor('We do not use sandbox keys in production …'),
      visitor('… or so I thought. Checking.', '1m'),
      ana.notes(
        'Key prefix in the log of that request id is sk_test. They moved to Kubernetes last week, probably the old secret.',
      ),
      visitor(
        'OK. Our new deployment reads the key from a secret that somebody copied from staging:\n\n{\n  "env": "production",\n  "biometrics": { "key": "sk_test_…" }\n}\n\nFacepalm.',
        '5m',
      ),
      ana(
        'The good news: retries with Retry-After saved every single login. I see no failed verification on your side in the last 24 hours.',
      ),
      visitor('Our retry code finally earned its money. Rotating the keys now.', '2m'),
      ana(
        'I keep this open until your graph is flat. Here is how to tell the keys apart at start: https://docs.biometrics.example/api/keys#which-environment-am-i-in',
      ),
      visitor.sees('40s'),
    ],
  },
  {
    visitor: {
      name: 'Emeka Nwosu',
      email: 'emeka.nwosu@swiftride.example',
      attributes: { company: 'Swiftride', sdk: 'iOS 3.4.2', device: 'iPhone SE', plan: 'Scale' },
      language: 'en-NG',
      timeZone: 'Africa/Lagos',
      page: pages.faceSdk,
    },
    ago: '35m',
    subject: 'Face Login keeps asking to come closer',
    tags: ['face-login', 'ios'],
    steps: [
      visitor(
        'Drivers with older phones cannot log in. The ring fills to a third and then says “come closer”, forever.',
      ),
      visitor.sends('faceFrame', '35s'),
      ana(
        'Hi Emeka, which resolution does the SDK report in the debug overlay? Shake the phone three times to see it.',
      ),
      visitor('480 × 640'),
      ana(
        'That is the cause. Below 720 pixels the face in the oval has too few pixels, and the SDK asks for more by asking for less distance.',
      ),
      ana.asks('What should we do about these phones?', [
        'Allow lower resolution',
        'Use the passkey instead',
        'Show me both',
      ]),
      visitor.picks('Show me both', '1m'),
      ana(
        'Both are one line each:\n\nconfig.minimumFaceWidth = 120   // default 160; raises the false rejections a little\nconfig.fallback = .passkey       // after three attempts\n\nI would take the second. It is kinder to people in a dark car at night.',
      ),
      visitor('Second it is. Will ship to 5 % of drivers tonight and report.', '8m'),
      visitor('thanks Ana, you are a star', '20s'),
    ],
  },
  {
    visitor: {
      name: 'Chen Yu-ting',
      email: 'yuting.chen@lantern.example',
      customerId: 'acc-47733',
      attributes: { company: 'Lantern Labs', plan: 'Scale', sdk: 'python 2.9' },
      language: 'zh-TW',
      timeZone: 'Asia/Taipei',
      page: pages.webhooks,
    },
    ago: '2d',
    subject: 'Webhook signature does not match',
    tags: ['webhooks', 'signature'],
    steps: [
      visitor(
        'The signature of webhooks never matches. My code:\n\nhmac.new(secret, json.dumps(body).encode(), sha256).hexdigest()',
      ),
      deniz(
        'Hi Yu-ting! The signature is made over the raw bytes of the request, and json.dumps writes other spaces than we do.',
      ),
      deniz(
        'Take request.get_data() before anything parses it, and compare with hmac.compare_digest.',
        '30s',
      ),
      visitor('Works at once. I lost a whole afternoon to spaces', '6m'),
      deniz('You are in good company: it is the most read page of our documentation.'),
      deniz.closes('1m'),
      visitor.rates(5, 'Solved in four minutes.', '1m'),
    ],
  },
  {
    visitor: {
      name: 'Dr. Miriam Falk',
      email: 'miriam.falk@kantonsbank.example',
      customerId: 'acc-10002',
      phone: '+41 44 555 01 90',
      attributes: { company: 'Kantonsbank', plan: 'Enterprise', contract: 'SLA gold', sdk: 'Android 3.4.0' },
      language: 'en-CH',
      timeZone: 'Europe/Zurich',
      page: pages.faceSdk,
    },
    ago: '6m',
    subject: 'Spoof test with a printed photo',
    priority: 'urgent',
    tags: ['spoofing', 'security', 'vip'],
    steps: [
      visitor(
        'Our penetration testers report that a printed photo on matt paper passed the liveness check, 2 of 50 attempts, on one phone model.',
      ),
      visitor('I need to know today whether we must switch the feature off.', '20s'),
      ben('Dr. Falk, I am taking this to our security lead right now. One moment.', '30s'),
      ben.handsTo(
        'ada',
        'Presentation attack, printed photo, 2/50. Gold SLA. They have testers on site today.',
      ),
      line('agent:join', 'Ada Lindqvist has joined the conversation'),
      ada(
        'Hello, Ada Lindqvist here. Thank you for telling us directly. Which phone model, and is the depth check on?',
        '1m',
      ),
      visitor(
        'A budget model without a second lens. The depth check cannot run there, the SDK falls back to texture only.',
      ),
      ada.notes(
        'Texture-only fallback before 3.4.2 accepts matt prints at ISO level 1. 3.4.2 asks for a blink. Telling legal and the on-call.',
      ),
      ada(
        'Then this is what I recommend, in this order:\n\n1. Today: set livenessLevel to "strict" for phones without depth. They will be asked to blink and turn the head. No release is needed, it is in your remote settings.\n2. This week: update to 3.4.2, where that is the default.\n3. Send us the two accepted attempts (the testers have the ids). We repeat them in our laboratory and write you a statement for your auditors.\n\nYou do not have to switch the feature off.',
      ),
      visitor('“Strict” is set. Testers are repeating the 50 attempts now.', '9m'),
      visitor('First 20: all refused.', '6m'),
      ada('Good. I stay with you until they are through.', '40s'),
    ],
  },
  {
    visitor: {
      name: 'Jonas Bergström',
      email: 'jonas@folkparken.example',
      attributes: { company: 'Folkparken', plan: 'Business' },
      language: 'sv',
      timeZone: 'Europe/Stockholm',
      page: pages.api,
    },
    ago: '9d',
    subject: 'Single sign-on with Keycloak',
    tags: ['sso', 'integration'],
    steps: [
      visitor('Is there a guide for Keycloak as identity provider of the Console?'),
      deniz(
        'There is: https://docs.biometrics.example/console/sso/keycloak. Mind step 4, the mapper for groups; everybody misses it.',
      ),
      visitor('I missed it too 🙂 thanks.', '25m'),
      deniz.closes('2m'),
      visitor.rates(4, undefined, '1h'),
    ],
  },
  {
    visitor: {
      name: 'Ayesha Siddiqui',
      email: 'ayesha@rozgar.example',
      attributes: { company: 'Rozgar', sdk: 'Flutter', plan: 'Trial' },
      language: 'en-PK',
      timeZone: 'Asia/Karachi',
      page: pages.faceSdk,
    },
    ago: '27d',
    subject: 'Flutter plugin and app size',
    tags: ['sdk', 'flutter'],
    steps: [
      visitor(
        'Adding the SDK makes our app 31 MB larger. Many of our users pay for every megabyte. Any way around?',
      ),
      ben(
        'Yes. The models are 26 of the 31 MB and can be loaded on first use: modelDelivery: onDemand. The app grows by 5 MB then.',
      ),
      visitor('Perfect. And offline?'),
      ben('Once loaded they stay on the phone, and checks run offline.'),
      visitor('Perfect, thank you!'),
      ben.closes('10m'),
      visitor.sees('2h'),
    ],
  },
  {
    visitor: {
      name: 'Rafael Ortega',
      email: 'rafael@hacienda-digital.example',
      attributes: { company: 'Hacienda Digital', plan: 'Scale' },
      language: 'es-MX',
      timeZone: 'America/Mexico_City',
      page: pages.api,
    },
    ago: '22m',
    subject: 'Template refused: ISO 19794-2',
    tags: ['api', 'template'],
    steps: [
      visitor(
        'Hello, POST /v2/templates answers template_invalid for templates of our old system. Same finger enrolled with your reader is fine.',
      ),
      visitor(`This is one of them: ${TEMPLATE}${TEMPLATE.slice(40)}${TEMPLATE.slice(24, 130)}AAAA`, '1m'),
      visitor(
        'and the address I call: https://api.biometrics.example/v2/templates?format=iso-19794-2&finger=right_index&quality=62&tenant=hacienda-digital-produccion-norte&dedupe=true&return=score',
        '20s',
      ),
      deniz.takes('4m'),
    ],
  },
  {
    visitor: {
      name: 'Sam Whitaker',
      email: 'sam@localhost-labs.example',
      attributes: { plan: 'Trial', sdk: 'Android 3.4.1' },
      language: 'en-US',
      timeZone: 'America/Denver',
      page: pages.faceSdk,
    },
    ago: '1h',
    subject: 'Gradle cannot find the SDK',
    priority: 'low',
    tags: ['android', 'build'],
    steps: [
      visitor(
        'Could not resolve com.biometrics:face-login:3.4.1. I copied the lines from the docs, so not sure what I do wrong.',
      ),
      visitor('no rush, evaluating on a weekend project', '40s'),
    ],
  },
  {
    visitor: {
      name: 'Petra Schouten',
      email: 'petra@fietsfabriek.example',
      attributes: { company: 'Fietsfabriek', plan: 'Trial' },
      language: 'nl',
      timeZone: 'Europe/Amsterdam',
      page: pages.api,
    },
    ago: '44d',
    subject: 'Sandbox',
    tags: ['sandbox'],
    steps: [
      visitor('Where do I get test fingerprints for the sandbox? I do not want to use those of colleagues.'),
      ana(
        'Very right! The sandbox has 50 artificial people; ask for them with GET /v2/sandbox/people.',
        '12m',
      ),
      visitor('That took twelve minutes, I have found them meanwhile.'),
      ana('Sorry for the wait, we were short of hands today.'),
      ana.closes('4m'),
      visitor.rates(2, 'Answer was right but slow.', '1m'),
    ],
  },
]
