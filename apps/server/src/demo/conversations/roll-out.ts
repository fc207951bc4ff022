import { ben, line, type Step, type Story, visitor } from '../script.ts'
import { pages } from './pages.ts'

/** Doors of a hospital, in the order in which the technician walks past them; after a colon, what goes wrong there. */
const DOORS = `Main entrance
Reception
Cloakroom staff
Lift lobby, ground floor
Radiology 1: error 12
Radiology 2
MRI control room: interference
Blood bank
Laboratory north
Laboratory south
Pharmacy, outer door
Pharmacy, inner door: two people
Central store
Kitchen: wet fingers
Loading bay
Lift lobby, 1st floor
Ward 1A
Ward 1B
Ward 1C: wrong serial
Nurses’ station 1
Clean utility 1
Sluice 1
Doctors’ room 1
Lift lobby, 2nd floor
Ward 2A
Ward 2B: slow network
Ward 2C
Nurses’ station 2
Clean utility 2
Doctors’ room 2
Theatre corridor
Theatre 1: gloves
Theatre 2
Theatre 3
Recovery
Sterile supply
Intensive care, visitors
Intensive care, staff
Server room: two people
Plant room
Roof access
Staff gym
Archive
Car park, barrier: bright sun`.split('\n')

const ARRIVED = [
  '{door} is next.',
  'Now {door}.',
  'At {door}.',
  'Moving on: {door}.',
  '{door}, reader is on the wall.',
]
const SERIAL = ['Serial {serial}.', '{serial}', 'S/N {serial}, firmware 4.2.1', 'Sticker says {serial}.']
const FOUND = [
  '{serial} has called home. Registering it as “{door}”.',
  'I see it. Name: {door}, group Hospital, profile standard.',
  'Online here too. 212 people are being copied to it.',
  'Got it, syncing.',
]
const READY = [
  'Synced. Please try a finger.',
  'Ready, your turn.',
  'Done here: green on my side. Yours?',
  'Copied. Try it, please.',
]
const OPENED = [
  'Green, door opens.',
  'Opens.',
  'Works, 0.4 s.',
  'Second try, then green.',
  'Yes! Label is on, photo taken.',
  'Perfect.',
]
const SMALL_TALK: Record<number, Step[]> = {
  9: [visitor('Coffee break, back in ten.', '40s'), ben('Enjoy! You are four doors ahead of the plan.')],
  22: [
    line('pause', 'Lunch'),
    visitor('Back. Half of it is done, that went faster than in Leeds.', '34m'),
    ben('In Leeds we had no cables in the walls.'),
  ],
  33: [visitor('How many are left?'), ben('Ten. I have kept count: 34 doors, 7 surprises.')],
}

const TROUBLE: Record<string, Step[]> = {
  'error 12': [
    visitor('This one shows error 12 after the boot.', '1m'),
    ben('12 is the cable: pair 3 has no contact. Can you crimp the plug anew?'),
    visitor('New plug, new luck. Boots.', '6m'),
  ],
  interference: [
    visitor('Light flickers whenever the scanner runs in the next room.', '1m'),
    ben(
      'Then the shielded cable, it is in the box with the yellow sticker. And the bracket goes to the left side of the frame.',
    ),
    visitor('Changed. Steady now, even while they scan.', '9m'),
  ],
  'two people': [
    ben('Careful, this door wants two people within ten seconds. I set the rule now.', '30s'),
    visitor('Tested with Sister Agnes: alone it stays shut, together it opens.', '3m'),
  ],
  'wet fingers': [
    visitor('Everybody here has wet hands. One in three is rejected.', '2m'),
    ben('Profile “wet” is made for kitchens. Set. Try again?'),
    visitor('Six of six.', '1m'),
  ],
  'wrong serial': [
    ben('That serial belongs to Ward 2C in my list.', '30s'),
    visitor('Boxes were swapped, sorry. I leave it here and you swap the names?'),
    ben('Swapped. Software is easier to carry than readers.'),
  ],
  'slow network': [
    visitor('Copying takes ages.', '2m'),
    ben('The port talks 10 Mbit only. Could you use the next one on the switch?'),
    visitor('Port 14 now. Whoosh.', '3m'),
  ],
  gloves: [
    visitor('Surgeons ask whether it works through gloves.'),
    ben(
      'No, and it should not. There is a foot switch from inside, and face outside. The reader is for the cleaning shift.',
    ),
    visitor('They are happy with that. One of them wants to know whether we do iris. I said: ask Ben.', '1m'),
  ],
  'bright sun': [
    visitor('Sun shines straight into the window here, it does not see a finger at all.', '1m'),
    ben('The hood! Small black part, clips on from above.'),
    visitor('Clipped. Looks like a tiny cinema. Works.', '4m'),
  ],
}

/** A day's work, door by door. */
function walk(): Step[] {
  return DOORS.flatMap((entry, index) => {
    const [door = entry, trouble] = entry.split(': ')
    const serial = `R2-${48_117 + index * 3}`
    const pick = (phrases: readonly string[], offset: number) =>
      (phrases[(index * 7 + offset) % phrases.length] ?? '')
        .replace('{door}', door)
        .replace('{serial}', serial)
    return [
      visitor(pick(ARRIVED, 0), `${2 + (index % 3)}m`),
      visitor(pick(SERIAL, 1)),
      ben(pick(FOUND, 2)),
      ...(trouble === undefined ? [] : (TROUBLE[trouble] ?? [])),
      ben(pick(READY, 3), '40s'),
      visitor(pick(OPENED, 4)),
      ...(index % 4 === 0 ? [] : [ben(`${index + 1} of ${DOORS.length}.`)]),
      ...(SMALL_TALK[index] ?? []),
    ]
  })
}

/** A very long conversation. */
export const rollOut: Story = {
  visitor: {
    name: 'Conor Gallagher',
    email: 'conor.gallagher@stbrigid-hospital.example',
    customerId: 'acc-36005',
    phone: '+44 20 7946 0188',
    attributes: {
      company: 'St Brigid Hospital',
      plan: 'Enterprise',
      device: 'Ridge 2 (×44)',
      project: 'Roll-out',
    },
    language: 'en-GB',
    timeZone: 'Europe/London',
    page: pages.devices,
  },
  ago: '19m',
  subject: 'Roll-out day, 44 doors',
  group: 'Hardware',
  tags: ['ridge-2', 'roll-out', 'project'],
  steps: [
    visitor('Hello Ben! Today is the day: 44 doors in one hospital. I have the drill, you have the Console.'),
    ben('Hello Conor! Coffee is ready, list is open. Tell me the door and the serial, I do the rest.'),
    ...walk(),
    ben.notes(
      'All 44 online. Invoice for one day of remote help can go out; Theatre asked for an iris offer (Chiara).',
      '2m',
    ),
    visitor('Forty-four. My feet hurt, my heart is glad.', '1m'),
    ben('What a day! I send you the report with all serials and photos. Thank you, Conor.'),
    visitor('Could you add the fire doors to it? Facility management wants them on the same sheet.', '3m'),
  ],
}
