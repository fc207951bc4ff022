import { ada, ana, ben, bot, chiara, line, type Story, visitor } from '../script.ts'
import { ORDER_CSV } from './files.ts'
import { pages } from './pages.ts'

/** Invoices, plans and orders. */
export const billing: Story[] = [
  {
    visitor: {
      name: 'Hannah Doyle',
      email: 'accounts@doyle-dental.example',
      customerId: 'acc-17764',
      attributes: { company: 'Doyle Dental', plan: 'Business', seats: 12 },
      language: 'en-IE',
      timeZone: 'Europe/Dublin',
      page: pages.invoices,
    },
    ago: '3m',
    subject: 'Charged twice',
    group: 'Billing',
    tags: ['invoice', 'refund'],
    steps: [
      visitor('Hi there, our card was charged twice for this month: 2 × €348.'),
      bot('Thanks! While I look for a colleague: is it about one of these?'),
      bot.asks('Pick what fits best', ['An invoice', 'A payment', 'My plan', 'Something else']),
      visitor.picks('A payment', '20s'),
      ana(
        'Hi Hannah, Ana here. I see both payments. The second belongs to invoice 2291, which was cancelled a minute later, so that money is yours.',
        '2m',
      ),
      visitor('Phew. When do we get it back?'),
      ana(
        'I have just started the refund. Banks take three to five working days; the credit note is in your Console already.',
      ),
      ana.notes('Cause: she pressed “Pay” in two tabs. We should not allow that. Ticket 5530.'),
      visitor('Thank you! One more thing, can invoices go to my accountant directly?', '50s'),
    ],
  },
  {
    visitor: {
      name: 'Matteo Ricci',
      email: 'matteo@palestra-ricci.example',
      attributes: { company: 'Palestra Ricci', plan: 'Starter', members: 480 },
      language: 'it',
      timeZone: 'Europe/Rome',
      page: pages.pricing,
    },
    ago: '1d',
    subject: 'Which plan for a gym?',
    group: 'Billing',
    tags: ['plan', 'upgrade'],
    steps: [
      visitor('Hello, we have 480 members now and Starter ends at 500. What comes next?'),
      chiara('Ciao Matteo! These two would fit:'),
      chiara.shows([
        {
          title: 'Business',
          subtitle: 'Up to 2,500 people, 25 devices, answers within an hour · €29 a month for each device',
          picture: 'reader',
          buttons: {
            'Choose Business': 'plan-business',
            Compare: 'https://www.biometrics.example/pricing#compare',
          },
        },
        {
          title: 'Business, paid yearly',
          subtitle: 'The same with two months for free · €290 a year for each device',
          picture: 'terminal',
          buttons: {
            'Choose yearly': 'plan-business-yearly',
            Compare: 'https://www.biometrics.example/pricing#compare',
          },
        },
      ]),
      visitor.picks('Choose yearly', '2m'),
      chiara('Done! It begins on the first of the month, what you have paid for Starter is deducted.'),
      visitor('Grazie mille Chiara!'),
      chiara.closes('1m'),
      visitor.rates(5, undefined, '40s'),
    ],
  },
  {
    visitor: {
      name: 'Anneli Korhonen',
      email: 'anneli.korhonen@saunatek.example',
      customerId: 'acc-15008',
      attributes: { company: 'Saunatek Oy', plan: 'Business' },
      language: 'fi',
      timeZone: 'Europe/Helsinki',
      page: pages.invoices,
    },
    ago: '15d',
    subject: 'VAT on our invoice',
    group: 'Billing',
    tags: ['invoice', 'vat'],
    steps: [
      visitor('You charge us VAT although we are a company in Finland with a valid VAT number.'),
      ana(
        'Hello Anneli, the number was entered with a space, so our check did not recognise it. I have corrected it and made a new invoice without VAT.',
      ),
      visitor('That was quick. Thank you.'),
      ana.closes('2m'),
      visitor.rates(4, undefined, '2h'),
    ],
  },
  {
    visitor: {
      name: 'Gustavo Pereira',
      email: 'gustavo@condominio-azul.example',
      customerId: 'acc-33410',
      attributes: { company: 'Condomínio Azul', plan: 'Business', overdue: true },
      language: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
      page: pages.invoices,
    },
    ago: '5m',
    subject: 'Card expired',
    priority: 'high',
    tags: ['payment'],
    prechat: { topic: 'Billing', urgency: 'Today, please' },
    steps: [
      visitor(
        'My card has expired and the Console refuses the new one: “declined by issuer”. The bank says that they see no attempt.',
      ),
      ben(
        'Olá Gustavo! Payments are not mine to see, I am passing you on to my colleagues of Billing.',
        '2m',
      ),
      ben.handsTo(
        'Billing',
        'New card “declined by issuer”, gate must not stop tonight. I see nothing wrong with the account.',
      ),
      line('group', 'You are waiting for the team Billing'),
      visitor('Will the gate stop working tonight??', '1m'),
    ],
  },
  {
    visitor: {
      name: 'Karen Holt',
      email: 'karen@holt-interiors.example',
      attributes: { company: 'Holt Interiors', plan: 'Starter' },
      language: 'en-US',
      timeZone: 'America/Chicago',
      page: pages.invoices,
    },
    ago: '50d',
    subject: 'Cancel',
    tags: ['cancellation'],
    steps: [
      visitor('Cancel my account.'),
      ben(
        'Hello Karen, I am sorry to see you go. Your contract runs until the end of the month after next; I can cancel it for then.',
        '4m',
      ),
      visitor('I was told that I can cancel anytime.'),
      ben(
        'On monthly plans, yes. Yours is yearly with 20 % off. I understand that it is not what you hoped for.',
      ),
      visitor('Unbelievable'),
      ben.givesUp('15m'),
      visitor.rates(1, 'Sales said anytime. Support says no.', '2m'),
    ],
  },
  {
    visitor: {
      name: 'Willem van Dijk',
      email: 'w.vandijk@havenlogistiek.example',
      customerId: 'acc-10044',
      phone: '+31 10 555 0133',
      attributes: { company: 'Haven Logistiek', plan: 'Enterprise', accountManager: 'Ada' },
      language: 'en',
      timeZone: 'Europe/Amsterdam',
      page: pages.pricing,
    },
    ago: '1h',
    subject: 'Order for Rotterdam and Antwerp',
    group: 'Billing',
    tags: ['order', 'enterprise'],
    steps: [
      visitor('Hello Ada, as announced: the order for both harbours.'),
      visitor.attaches('order-70418.csv', ORDER_CSV, '20s'),
      ada(
        'Hello Willem! 106 readers, 14 terminals, 120 seats: received. Antwerp gets its own delivery address, right?',
        '5m',
      ),
      visitor('Right, quay 730. And please one invoice for each country.'),
      ada('Will do. Delivery in two parts: Antwerp this Friday, Rotterdam the week after.', '7m'),
      line('order', 'Order 70418 was confirmed'),
      ada('Confirmation is on its way to your purchasing department.'),
    ],
  },
  {
    visitor: {
      name: 'Fatou Diallo',
      email: 'fatou@toits-solidaires.example',
      attributes: { company: 'Toits Solidaires', plan: 'Trial' },
      language: 'fr',
      timeZone: 'Africa/Dakar',
      page: pages.pricing,
    },
    ago: '83d',
    subject: 'Prices for non-profits',
    group: 'Billing',
    tags: ['non-profit', 'plan'],
    steps: [
      visitor('Hello, is there a price for non-profit organisations? We run three shelters.'),
      ana(
        'Hello Fatou, there is: the Business plan for the price of Starter. And may I suggest doors with codes for the shelters? Not everybody there should have to leave a fingerprint.',
      ),
      visitor('We thought about the same. Fingers for staff only, codes for guests.'),
      ana('Perfect. I have prepared it, you only need to upload your certificate.'),
      ana.closes('3m'),
      visitor.rates(5, 'Thoughtful.', '1h'),
    ],
  },
]
