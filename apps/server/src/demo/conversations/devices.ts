import { ana, ben, deniz, line, type Story, visitor } from '../script.ts'
import { RIDGE_LOG } from './files.ts'
import { pages } from './pages.ts'

/** Readers and terminals that blink, break or wait for an update. */
export const devices: Story[] = [
  {
    visitor: {
      name: 'Vera Novák',
      email: 'vera.novak@hotel-orchidea.example',
      customerId: 'acc-20417',
      attributes: { company: 'Hotel Orchidea', plan: 'Business', device: 'Ridge 2 (×14)', since: '2023-04' },
      language: 'en-GB',
      timeZone: 'Europe/Prague',
      page: pages.ridge,
    },
    ago: '2m',
    subject: 'Reader not recognised after update',
    group: 'Hardware',
    priority: 'high',
    tags: ['ridge-2', 'windows', 'driver'],
    steps: [
      visitor('Hi! Since last night two of our front desk readers are not recognised any more.'),
      visitor('The light is green, but Windows plays the “unplugged” sound every few seconds.'),
      ben('Hello Vera, Ben here. That sound is a good clue. Did Windows install updates last night?', '50s'),
      visitor(
        'Yes, all desk machines restarted at 03:00. The third one has not been updated and its reader works.',
      ),
      visitor.sends('reader'),
      ben('Thank you, that picture helps: green and steady means the reader itself is fine.'),
      ben.asks('Which driver does the Device Manager show under “Biometric devices”?', [
        '6.2 or older',
        '6.3',
        '7.0',
        'It shows nothing',
      ]),
      visitor.picks('6.3', '1m'),
      ben.notes(
        'Same as the case from Tuesday: 6.3 loses USB power management after the cumulative update. 7.0 fixes it.',
      ),
      ben(
        'Then it is the one we know. Please do this on one desk first:\n\n1. Download driver 7.0: https://docs.biometrics.example/devices/ridge-2/driver-7-0\n2. Unplug the reader\n3. Install, restart, plug it in again\n\nNo fingers need to be enrolled anew.',
      ),
      visitor('On it. Guests are queueing, so give me five minutes 😅', '40s'),
      ben('Take your time, I am here.', '15s'),
      visitor('Desk 1 is back!! Doing desk 2 now.', '6m'),
      visitor('Should I worry about the other twelve in the rooms corridor?', '30s'),
    ],
  },
  {
    visitor: {
      name: 'Tomasz Wieczorek',
      email: 't.wieczorek@stalmax.example',
      phone: '+48 22 555 01 47',
      attributes: { company: 'Stalmax', plan: 'Enterprise', device: 'Terminal T7 (×32)' },
      language: 'pl',
      timeZone: 'Europe/Warsaw',
      page: pages.terminal,
    },
    ago: '9m',
    subject: 'E41 at gate 3',
    group: 'Hardware',
    tags: ['terminal-t7', 'error-code'],
    steps: [
      visitor(
        'Hello, terminal at gate 3 shows E41 and nobody can clock in. The next shift starts in an hour.',
      ),
      visitor.sends('terminal', '20s'),
      ben(
        'Hello Tomasz, E41 means the terminal has lost its clock and refuses to stamp times. Easy to mend.',
        '1m',
      ),
      ben('Can you reach its menu? Hold * and 0 together for five seconds.'),
      visitor('Yes, I am in the menu. It says 01.01.2001', '2m'),
      ben(
        'There it is: the little battery inside is empty, so it forgot the date when the power was off. Choose 4 → Time → From network.',
      ),
      visitor('Done, the time is right and E41 is gone. People can stamp.', '3m'),
      ben(
        'Very good. The battery is a CR2032, you can change it yourself, or I send a technician. What do you prefer?',
      ),
      visitor.sees('1m'),
    ],
  },
  {
    visitor: {
      name: 'Grace Adeyemi',
      email: 'grace@parkside-clinic.example',
      customerId: 'acc-11873',
      attributes: { company: 'Parkside Clinic', plan: 'Business', device: 'Ridge 2' },
      language: 'en',
      timeZone: 'Europe/London',
      page: pages.returns,
    },
    ago: '6d',
    subject: 'Glass broken',
    group: 'Hardware',
    tags: ['return', 'ridge-2', 'warranty'],
    steps: [
      visitor('Somebody put a crate of water bottles on our reader. It did not survive.'),
      visitor.sends('crackedReader', '25s'),
      deniz(
        'Oh dear. May I say that the crate won by points? 🙂 Please do not use it any more, the splinters are sharp.',
        '1m',
      ),
      visitor('Ha. No, we have put tape over it. Is this a warranty case?'),
      deniz(
        'A water crate is not, I am afraid, but your plan includes one exchange a year for half the price. You have not used it yet.',
      ),
      deniz.shows([
        {
          title: 'Exchange: Ridge 2, refurbished',
          subtitle: 'Half price with your plan, 24 months of warranty, arrives tomorrow',
          picture: 'reader',
          buttons: {
            'Take this one': 'exchange-ridge-2',
            'Data sheet': 'https://docs.biometrics.example/devices/ridge-2',
          },
        },
        {
          title: 'Iris 3 camera',
          subtitle: 'Nothing to touch, nothing to break: works through safety glasses',
          picture: 'irisCamera',
          buttons: { 'Tell me more': 'iris-3', Prices: 'https://www.biometrics.example/pricing' },
        },
        {
          title: 'Repair of your own reader',
          subtitle: 'About two weeks, we lend you one meanwhile',
          picture: 'crackedReader',
          buttons: { 'Repair mine': 'repair' },
        },
      ]),
      visitor.picks('Take this one'),
      deniz(
        'Ordered. It leaves our warehouse today; the label for the broken one is in the box. Return number: RMA-48210.',
      ),
      visitor('Wonderful, thank you Deniz!'),
      deniz.closes('2m'),
      visitor.rates(5, 'Fast, friendly, and he made me laugh about a broken reader.', '4m'),
    ],
  },
  {
    visitor: {
      name: 'Marcus Hedlund',
      email: 'marcus.hedlund@nordfrakt.example',
      customerId: 'acc-30562',
      attributes: { company: 'Nordfrakt', plan: 'Enterprise', device: 'Ridge 2 (×210)' },
      language: 'sv',
      timeZone: 'Europe/Stockholm',
      page: pages.firmware,
    },
    ago: '4m',
    subject: 'Firmware stops at 63 %',
    group: 'Hardware',
    priority: 'urgent',
    tags: ['firmware', 'ridge-2', 'outage'],
    steps: [
      visitor('We are rolling out firmware 4.2.1. 38 of 210 readers stop at 63 % and then restart forever.'),
      visitor('The doors fall back to badges, so nobody is locked out, but security is not amused.', '30s'),
      visitor.attaches('ridge-2-0317.log', RIDGE_LOG, '1m'),
      visitor(
        'Log of one of them attached. I have stopped the roll-out. Please somebody look at this today.',
        '20s',
      ),
    ],
  },
  {
    visitor: {
      name: 'Priya Raghunathan',
      email: 'priya.r@kaveri-textiles.example',
      attributes: { company: 'Kaveri Textiles', plan: 'Business', people: 640 },
      language: 'en-IN',
      timeZone: 'Asia/Kolkata',
      page: pages.ridge,
    },
    ago: '12d',
    subject: 'Many false rejections in the dyeing hall',
    tags: ['false-rejection', 'dry-fingers', 'tuning'],
    steps: [
      visitor(
        'Hello, in the dyeing hall roughly one in nine attempts is rejected. In the office it is one in two hundred. Same reader.',
      ),
      ana(
        'Hello Priya, thank you for counting, that helps a lot. Is the air in the hall hot and dry, or do people handle chemicals?',
      ),
      visitor('Both! And they wash their hands very often.'),
      ana(
        'Could you send me a capture of a rejected finger? In the Console: Devices → the reader → Last attempts → Download.',
      ),
      visitor.sends('dryFinger', '3m'),
      ana(
        'As I thought: very dry skin, the ridges fall apart into dots. For comparison, this is what the matcher likes to see:',
      ),
      ana.sends('finger'),
      ana.notes(
        'FRR 11 % at threshold 48. Profile “dry” should bring it under 3 %. I will follow up in a week.',
      ),
      ana(
        'Three things, in this order:\n• switch these four readers to the profile “dry skin” (more light, longer exposure)\n• enrol two fingers of each hand instead of one\n• leave the threshold alone: lowering it makes life easier for impostors too',
      ),
      visitor('We will try the profile today and enrol again next week.'),
      line('wait', 'Ana Ferreira is waiting for the result', '1m'),
      visitor('A week later: one in seventy! See the chart, blue is the hall with the new profile.', '7d'),
      visitor.sends('rejectionChart', '20s'),
      ana('What a beautiful chart. I will frame it. Shall I close this?', '10m'),
      visitor('Yes please. Thank you!'),
      ana.closes(),
      visitor.rates(4, 'Good advice. The documentation should mention the dry skin profile.', '9m'),
    ],
  },
  {
    visitor: {
      name: 'Lars Hovland',
      email: 'lars@fiskebrygga.example',
      attributes: { company: 'Fiskebrygga', plan: 'Starter' },
      language: 'nb',
      timeZone: 'Europe/Oslo',
      page: pages.terminal,
    },
    ago: '61d',
    subject: 'Terminal in a cold store',
    tags: ['terminal-t7', 'cold'],
    steps: [
      visitor('Can the T7 hang in a cold store at −24 °C? Your data sheet ends at −10.'),
      deniz(
        'Hello Lars, honestly: no. The display slows down and the sensor fogs when the door opens. Hang it outside the door.',
      ),
      visitor('People wear gloves there and take them off inside only.'),
      deniz('Then face or a badge is kinder to them than a finger. I can lend you a T7F for two weeks.'),
      visitor('I will think about it.'),
      deniz.closes('8m'),
      visitor.rates(3, 'Honest answer, not the one I wanted.', '20m'),
    ],
  },
  {
    visitor: {
      name: 'Kwabena Mensah',
      email: 'it@goldcoast-logistics.example',
      customerId: 'acc-18830',
      attributes: { company: 'Gold Coast Logistics', plan: 'Business', controller: 'Wiegand 26' },
      language: 'en',
      timeZone: 'Africa/Accra',
      page: pages.devices,
    },
    ago: '26m',
    subject: 'Wiegand output to our door controller',
    group: 'Hardware',
    tags: ['integration', 'wiegand'],
    steps: [
      visitor('Our old controller speaks Wiegand 26 bit only. The Ridge 2 sends 34. Can that be changed?'),
      deniz(
        'Yes: Console → Devices → Output → Format. Choose “W26, facility code fixed”. Which facility code does the controller expect?',
        '2m',
      ),
      visitor('117'),
      deniz('Set it to 117 and the number to “badge number”, not “person id”: ids do not fit into 16 bits.'),
      visitor('The door opens for me, but the controller logs badge 4465 and mine is 70001.', '7m'),
      deniz.notes(
        '70001 mod 65536 = 4465. They have badge numbers above 16 bits. @Ben: do we still have the mapping table feature flag?',
      ),
      ben.notes('We do, “wiegand_map”. Ask Ada to switch it on, it needs a restart of the reader.', '2m'),
      deniz(
        'Found it: 70001 does not fit into 16 bits, so it comes out as 4465 (= 70001 − 65536). We have a mapping table for that. I am asking for it to be switched on for you.',
      ),
      visitor.sees('3m'),
    ],
  },
  {
    visitor: {
      name: 'Sofie de Wit',
      email: 'sofie@bakkerij-dewit.example',
      attributes: { company: 'Bakkerij De Wit', plan: 'Starter' },
      language: 'nl',
      timeZone: 'Europe/Amsterdam',
      page: pages.contact,
    },
    ago: '19d',
    subject: 'Forgot admin code',
    tags: ['terminal-t7', 'reset'],
    steps: [
      visitor('I forgot the admin code of the clock in the bakery. How do I reset it?'),
      ben(
        'Hi Sofie, for a reset we must know that the device is yours. Please send the serial number from the back and the invoice number.',
      ),
      visitor(
        'It is screwed to the wall with very tight screws and the invoice is with my accountant who is on holiday!!',
        '5m',
      ),
      ben(
        'I understand. Without one of the two I may not, or anybody who stands in front of a clock could get into it. Your accountant’s stand-in can send it to us as well.',
      ),
      visitor('This is really not helpful.'),
      visitor.closes('30s'),
      visitor.rates(1, 'Could not help me with my own device', '20s'),
    ],
  },
]
