import { ada, ana, ben, chiara, type Story, visitor } from '../script.ts'
import { pages } from './pages.ts'

/** Whose data it is, where it lies and how it goes away. */
export const privacy: Story[] = [
  {
    visitor: {
      name: 'Catherine Moreau',
      email: 'dpo@assurances-moreau.example',
      attributes: { company: 'Assurances Moreau', role: 'Data protection officer' },
      language: 'en-GB',
      timeZone: 'Europe/Paris',
      page: pages.privacy,
    },
    ago: '4d',
    subject: 'Where do templates lie?',
    tags: ['gdpr', 'dpo', 'hosting'],
    steps: [
      visitor(
        'Hello. I am the data protection officer of an insurer with 2,300 employees. Before we sign I need clear answers to the following, please, and in writing:\n\n1. Where are biometric templates stored, and in which countries?\n2. Can an image of a finger or face be rebuilt from a template?\n3. Who at your company can read them?\n4. What happens to them when an employee leaves, or withdraws consent?\n5. Do you use them to train anything?\n6. Which subprocessors are involved?\n\nI have had rather vague answers from two of your competitors and would be grateful for less poetry.',
      ),
      chiara('Hello Ms Moreau. Less poetry it is:'),
      chiara(
        '1. On your own reader or card (match-on-device, our default), or in a data centre in Frankfurt with a copy in Dublin. You choose per site.\n2. Not with any published method against our current format. We still treat them as if it were possible.\n3. Nobody. They are encrypted with a key of yours; we see noise.\n4. They are deleted within one hour, from copies within 30 days. You get a record of it.\n5. No. It is ruled out in the contract, § 7.\n6. Two, both in the EU: https://www.biometrics.example/trust/subprocessors\n\nAll of it is in the processing agreement, which I attach by e-mail with the impact assessment template.',
        '3m',
      ),
      visitor(
        'That is the first reply of this kind that I can file without translating it. Thank you.',
        '14m',
      ),
      chiara(
        'You are welcome. My direct address is in the e-mail, in case your works council has questions.',
      ),
      chiara.closes('2m'),
      visitor.rates(5, 'Precise. A rare thing.', '5m'),
    ],
  },
  {
    visitor: {
      name: 'Daniel Osei',
      email: 'daniel.osei@freshfields-foods.example',
      customerId: 'acc-26650',
      attributes: { company: 'Freshfields Foods', plan: 'Business', role: 'HR' },
      language: 'en-GB',
      timeZone: 'Europe/London',
      page: pages.people,
    },
    ago: '18m',
    subject: 'Former employee wants proof of deletion',
    tags: ['gdpr', 'deletion'],
    steps: [
      visitor('A former employee has asked us to prove that her fingerprint is gone. She left in March.'),
      ada(
        'Hello Daniel. In the Console under People → Former → her name there is “Record of deletion”. Do you see it?',
      ),
      visitor('I see her, but it says “retained: open payroll period”.', '3m'),
      ada(
        'Then somebody set a hold in March and forgot to lift it. Her template was kept because of that, so deleting it now is the right thing.',
      ),
      ada.notes(
        'Hold set by their own admin on 28 March, note “until bonus is paid”. Not our mistake, but our reminder e-mail went to a closed mailbox.',
      ),
      visitor('Oh no. Is this something we have to report?', '2m'),
      ada(
        'That is for your data protection officer to decide, please involve them before you delete. I can put the history of the hold together for you, as a PDF.',
      ),
      visitor('Yes please, I have called her, she wants to see it first.', '6m'),
    ],
  },
  {
    visitor: {
      name: 'Yael Friedman',
      email: 'yael@kupat-tech.example',
      attributes: { company: 'Kupat Tech', plan: 'Business' },
      language: 'he',
      timeZone: 'Asia/Jerusalem',
      page: pages.privacy,
    },
    ago: '11m',
    subject: 'How long are access logs kept?',
    tags: ['retention', 'logs'],
    steps: [
      visitor('שלום, כמה זמן נשמרים יומני הכניסה של המסופים? אצלנו חובה למחוק אחרי 60 יום.'),
      visitor(
        'English is fine too: we must delete door logs after 60 days, the Console offers only 30 or 90.',
        '50s',
      ),
    ],
  },
  {
    visitor: {
      name: 'Bettina Krause',
      email: 'b.krause@kliniken-nord.example',
      attributes: { company: 'Kliniken Nord', role: 'Works council' },
      language: 'de',
      timeZone: 'Europe/Berlin',
      page: pages.privacy,
    },
    ago: '7d',
    subject: 'Fragen des Betriebsrats',
    tags: ['dsgvo', 'betriebsrat', 'german'],
    steps: [
      visitor(
        'Guten Tag, ich bin im Betriebsrat. Kann man mit den Terminals sehen, wie lange jemand Pause macht oder auf der Toilette ist?',
      ),
      ben(
        'Guten Tag Frau Krause. Die Terminals kennen nur Kommen, Gehen und, wenn Sie es so einrichten, Pause. Wo jemand im Haus ist, wissen sie nicht.',
      ),
      visitor('Und der Fingerabdruck? Liegt der dann irgendwo beim Arbeitgeber?'),
      ben(
        'Auf Wunsch liegt er nur auf der Karte des Mitarbeiters. Das Terminal vergleicht Finger und Karte und vergisst danach beides. Der Arbeitgeber hat dann gar keine biometrischen Daten.',
      ),
      visitor('Das wäre für uns die Bedingung. Gibt es eine Vorlage für eine Betriebsvereinbarung?'),
      ben(
        'Ja, mit einem Anhang zur Freiwilligkeit: https://docs.biometrics.example/de/vorlagen/betriebsvereinbarung',
      ),
      visitor('Sehr hilfreich, vielen Dank!'),
      ben.closes('1m'),
      visitor.rates(5, 'Klare Antworten, ohne Verkaufsgespräch.', '12m'),
    ],
  },
  {
    visitor: {
      name: 'Tyler Brooks',
      email: 'tyler.brooks@gymbase.example',
      attributes: { company: 'Gymbase', plan: 'Business' },
      language: 'en-US',
      timeZone: 'America/New_York',
      page: pages.home,
    },
    ago: '1d',
    subject: 'News about a leak?',
    priority: 'urgent',
    tags: ['security', 'press'],
    steps: [
      visitor(
        'there is a post going around that BIOMETRICS leaked a million faces. members are asking me at the front desk. is it true???',
      ),
      ana(
        'Hi Tyler, no. The post is about another company with a similar name. Our statement: https://www.biometrics.example/trust/status',
      ),
      ana.notes('Seventh question about this today. Chiara is preparing a canned response.'),
      visitor('ok but your status page loads forever'),
      ana(
        'It is very busy today for that reason. In short: no access, no leak, nothing to do for you. I can send you a text for your front desk.',
      ),
      visitor('took too long to find this out'),
      ana.closes('20m'),
      visitor.rates(2, 'status page was down when I needed it', '30m'),
    ],
  },
]
