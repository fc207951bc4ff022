import { ana, ben, bot, chiara, type Story, visitor } from '../script.ts'
import { pages } from './pages.ts'

/** What else comes through the door of a support desk. */
export const general: Story[] = [
  {
    visitor: { language: 'en', timeZone: 'Etc/UTC', page: pages.home },
    ago: '31m',
    steps: [visitor('?')],
  },
  {
    visitor: { language: 'en-AU', timeZone: 'Australia/Sydney', page: pages.pricing },
    ago: '2m',
    steps: [
      visitor('hey is there a way to try the face thing without installing anything'),
      bot('Hi! I am the assistant. I can find the right people for you.'),
      bot.asks('What would you like to try?', ['Face Login', 'Fingerprint', 'Iris', 'Just looking']),
    ],
  },
  {
    visitor: {
      name: 'Bjørn',
      attributes: { newsletter: true },
      language: 'da',
      timeZone: 'Europe/Copenhagen',
      page: pages.home,
    },
    ago: '29d',
    tags: ['praise'],
    steps: [
      visitor(
        'No question, just wanted to say that your door opened for me with a plaster on my thumb today. Magic!',
      ),
      ana('You have made the day of a whole support team, Bjørn. Get well soon, thumb!'),
      ana.closes('1m'),
      visitor.rates(5, 'The thumb is fine again.', '30s'),
    ],
  },
  {
    visitor: {
      name: 'Isabelle Tremblay',
      email: 'isabelle.tremblay@quotidien.example',
      attributes: { company: 'Le Quotidien', role: 'Journalist' },
      language: 'fr-CA',
      timeZone: 'America/Toronto',
      page: pages.contact,
    },
    ago: '10d',
    subject: 'Interview about face recognition in shops',
    tags: ['press'],
    steps: [
      visitor(
        'Hello, I am writing about face recognition in shops and would like to speak with somebody who sells it and somebody who refuses to.',
      ),
      chiara(
        'Hello Ms Tremblay, then you need one conversation only: we refuse to. We recognise people who want to be recognised. I will connect you with our founder.',
      ),
      visitor('That is a quote! May I use it?'),
      chiara('You may 🙂'),
      chiara.closes('3m'),
      visitor.sees('1h'),
    ],
  },
  {
    visitor: {
      name: 'Noah Fischer',
      email: 'noah.fischer@campus.example',
      attributes: { role: 'Student' },
      language: 'en',
      timeZone: 'Europe/Zurich',
      page: pages.contact,
    },
    ago: '14d',
    subject: 'Internship',
    tags: ['jobs'],
    steps: [
      visitor(
        'Do you take interns in firmware? I have built a door lock with a fingerprint sensor that lets in only my cat.',
      ),
      ben('A cat! By its nose or its paw?'),
      visitor('Nose print. 96 % on a sample of one cat.'),
      ben.notes('Please look at this one @Deniz'),
      ben('Please send exactly this sentence to jobs@biometrics.example. I mean it.'),
      visitor('Done!! Thank you'),
      ben.closes('2m'),
      visitor.rates(5, 'Ask about the cat.', '1m'),
    ],
  },
  {
    visitor: {
      name: 'mike_b',
      email: 'mike.b@mailbox.example',
      language: 'en-US',
      timeZone: 'America/Los_Angeles',
      page: pages.home,
    },
    ago: '5h',
    tags: ['wrong-number'],
    steps: [
      visitor('can u unlock my phone it doesnt know my face since i shaved'),
      ana(
        'Hi Mike, that would be the maker of your phone. Your passcode still works, and after a few unlocks it will know the new you.',
        '3m',
      ),
      visitor('oh ok lol. its cold without beard'),
      ana('It grows back faster than our queue moves on Mondays. Have a good day!'),
      ana.closes('2m'),
      visitor.rates(4, undefined, '1m'),
    ],
  },
  {
    visitor: {
      name: 'Linh Tran',
      email: 'linh.tran@saigon-cowork.example',
      customerId: 'acc-29007',
      attributes: { company: 'Saigon Cowork', plan: 'Business', doors: 11 },
      language: 'en',
      timeZone: 'Asia/Ho_Chi_Minh',
      page: pages.devices,
    },
    ago: '4h',
    subject: 'Offline doors',
    tags: ['offline', 'ridge-2'],
    steps: [
      visitor('What happens with the doors when our internet goes down? We had 3 hours without this week.'),
      ana(
        'Hi Linh! Readers keep the last 10,000 people in their own memory and go on opening. Only changes wait: somebody whom you block now is blocked when the line is back.',
      ),
      visitor('And the visitors with day passes?'),
      ana(
        'Day passes made before the outage work. New ones need the line, or a phone as hotspot for the Console.',
      ),
      visitor('Great, exactly what I hoped for.'),
      ana.closes('2m'),
      visitor.sees('5m'),
    ],
  },
  {
    visitor: {
      name: 'Linh Tran',
      email: 'linh.tran@saigon-cowork.example',
      customerId: 'acc-29007',
      attributes: { company: 'Saigon Cowork', plan: 'Business', doors: 11 },
      language: 'en',
      timeZone: 'Asia/Ho_Chi_Minh',
      page: pages.devices,
    },
    ago: '71d',
    subject: 'Two companies on one floor',
    tags: ['access-rules'],
    steps: [
      visitor('Two tenants share a floor but each has its own meeting rooms. One account or two?'),
      ben('One account, two sites on the same floor plan. People can belong to both.'),
      visitor('Clear, thanks.'),
      ben.closes('1m'),
      visitor.rates(5, undefined, '5m'),
    ],
  },
]

/** The one that has just come in. */
export const justNow: Story = {
  visitor: {
    name: 'Zoë Papadaki',
    email: 'zoe.papadaki@museum-thera.example',
    customerId: 'acc-45566',
    attributes: { company: 'Museum of Thera', plan: 'Business', device: 'Ridge 2 (×7)' },
    language: 'en',
    timeZone: 'Europe/Athens',
    page: pages.devices,
  },
  ago: '8s',
  subject: 'Night guard cannot get in',
  group: 'Hardware',
  priority: 'high',
  tags: ['ridge-2'],
  steps: [
    visitor(
      'Hello, our new night guard was enrolled today and the depot door refuses him. All other doors work.',
    ),
    visitor('The reader blinks yellow twice when he tries. What does that mean?', '35s'),
  ],
}
