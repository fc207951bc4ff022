import { ana, ben, chiara, line, type Story, visitor } from '../script.ts'
import { PEOPLE_CSV } from './files.ts'
import { pages } from './pages.ts'

/** Getting people into the system. */
export const enrolment: Story[] = [
  {
    visitor: {
      name: 'Victor Almeida',
      email: 'victor.almeida@aerolinea.example',
      customerId: 'acc-40018',
      attributes: {
        company: 'Aerolínea Sur',
        plan: 'Enterprise',
        device: 'Station E5 (×6)',
        site: 'Crew centre',
      },
      language: 'en',
      timeZone: 'America/Sao_Paulo',
      page: pages.enrolment,
    },
    ago: '50s',
    subject: 'Camera of the station stays black',
    group: 'Enrollment',
    priority: 'high',
    tags: ['station-e5', 'camera'],
    steps: [
      visitor(
        'Hello. One of our enrolment stations has no picture, the screen where the face should be is black.',
      ),
      ana('Hello Victor. Does the little lamp beside the lens come on when you press “New person”?'),
      visitor('It blinks three times, then off.'),
      ana(
        'Three times means: another program holds the camera. Is there a video call running on that machine, perhaps in the background?',
      ),
      visitor('… the crew planner left a meeting open on it. Two days ago.', '2m'),
      ana('It happens to the best of us. Close it, then press “New person” again.', '20s'),
      visitor(
        'Picture is there. But now it says that my face is too far away, and I am sitting at the table.',
        '1m',
      ),
      ana.sends('station'),
      ana(
        'Please check that the camera looks slightly down, as in this picture. If the head sits in the dashed oval, it is right.',
        '20s',
      ),
      visitor(
        'Much better. I have 40 pilots waiting in the corridor, can the station do two fingers and the face in one go?',
        '1m',
      ),
      visitor('And one of them has a bandaged index finger', '25s'),
    ],
  },
  {
    visitor: {
      name: 'Ines Carvalho',
      email: 'ines.carvalho@montagem.example',
      customerId: 'acc-22904',
      attributes: { company: 'Montagem Lda', plan: 'Business', people: 1240 },
      language: 'pt',
      timeZone: 'Europe/Lisbon',
      page: pages.people,
    },
    ago: '5d',
    subject: 'Import stops at line 312',
    group: 'Enrollment',
    tags: ['import', 'csv'],
    steps: [
      visitor(
        'The import of our people always stops at line 312: “column count”. The file opens fine in the spreadsheet.',
      ),
      visitor.attaches('people-part-4.csv', PEOPLE_CSV, '40s'),
      ana(
        'Thanks for the file, Ines! Line 312 is the one with "Smith, John": both names are in one column, so the family name is empty.',
      ),
      visitor('Ah, the temp agency sends them like that. There are probably more.'),
      ana(
        '17 more, I have counted. You can search for ,, in a text editor. Or send me the whole file and I run it through our cleaner.',
      ),
      ana.notes('The error could simply name the column. Asked the Console team, see ticket 5521.'),
      visitor('Found and corrected. Import is through: 1240 people 🎉', '18m'),
      ana('Congratulations! Have fun with the enrolment.'),
      ana.closes('1m'),
      visitor.rates(5, undefined, '3m'),
    ],
  },
  {
    visitor: {
      name: 'Helen Whitcombe',
      email: 'h.whitcombe@ashgrove-school.example',
      attributes: { company: 'Ashgrove Primary School', plan: 'Education' },
      language: 'en-GB',
      timeZone: 'Europe/London',
      page: pages.privacy,
    },
    ago: '38d',
    subject: 'Children in the canteen',
    tags: ['school', 'privacy', 'enrolment'],
    steps: [
      visitor('We are thinking about fingerprints instead of lunch cards. From what age does it work?'),
      chiara(
        'Hello Helen. Technically from about six years, with a new enrolment every year because fingers grow. But the technical part is the easy one.',
      ),
      visitor('You mean the parents?'),
      chiara(
        'Yes. In the United Kingdom schools need the written consent of a parent, and the child may always say no. There has to be an equal way to get lunch without a finger, and nobody may be embarrassed by using it.\n\nMany schools find that a card costs less and worries nobody. I would rather you do not buy it than buy it and regret it.',
      ),
      visitor('That is refreshingly honest. I will take this to the governors.'),
      chiara('Here is the checklist that we give to schools: https://docs.biometrics.example/guides/schools'),
      visitor('Thank you Chiara.'),
      chiara.closes('1m'),
      visitor.rates(5, 'Honest advice instead of a sales talk.', '2m'),
    ],
  },
  {
    visitor: {
      name: 'Oleksandr Bondar',
      email: 'o.bondar@metrobud.example',
      customerId: 'acc-28117',
      attributes: { company: 'Metrobud', plan: 'Business', sites: 9 },
      language: 'uk',
      timeZone: 'Europe/Kyiv',
      page: pages.enrolment,
    },
    ago: '7m',
    subject: '“This person exists already”',
    group: 'Enrollment',
    priority: 'high',
    tags: ['duplicate'],
    steps: [
      visitor(
        'Hello! A new worker cannot be enrolled, the system says that this person exists already under another name.',
      ),
      visitor.sends('errorDialog', '30s'),
      visitor('He swears that he has never worked for us. Can two people have the same fingerprint??', '45s'),
    ],
  },
  {
    visitor: {
      name: 'Rosa Quispe',
      email: 'rosa.quispe@andesminerals.example',
      customerId: 'acc-35520',
      attributes: { company: 'Andes Minerals', plan: 'Enterprise', people: 3100, altitude: '4,100 m' },
      language: 'es-PE',
      timeZone: 'America/Lima',
      page: pages.iris,
    },
    ago: '48m',
    subject: 'Miners with worn fingers',
    group: 'Enrollment',
    tags: ['iris-3', 'pilot', 'sales'],
    steps: [
      visitor(
        'Hello, our miners have no ridges left on their fingers after ten years with rock. 15 % cannot be enrolled at all. What do you suggest?',
      ),
      ana(
        'Hello Rosa. For this we recommend the iris. I am bringing in Chiara, who has done it at two other mines.',
      ),
      ana.handsTo(
        'chiara',
        'Mine in Peru, 3100 people, 15 % failure to enrol. Looks like a pilot for Iris 3. You know the dust story.',
      ),
      line('agent:join', 'Chiara Russo has taken over from Ana Ferreira'),
      chiara(
        'Hello Rosa! Dust, helmets, safety glasses, little light: is that how it looks at your gates?',
        '2m',
      ),
      visitor('Exactly. And two shifts of 900 people within twenty minutes.'),
      chiara.shows([
        {
          title: 'Iris 3, on the wall',
          subtitle: 'One person in 1.4 seconds, through clear safety glasses, 45–75 cm away',
          picture: 'irisCamera',
          buttons: {
            'Data sheet': 'https://docs.biometrics.example/devices/iris-3',
            'Lend us two': 'loan-iris-3',
          },
        },
        {
          title: 'Station E5 with iris',
          subtitle: 'Enrols face, both eyes and ten fingers at one table',
          picture: 'station',
          buttons: {
            'Data sheet': 'https://docs.biometrics.example/devices/station-e5',
            'Visit with a station': 'loan-e5',
          },
        },
      ]),
      visitor.picks('Lend us two'),
      chiara(
        'With pleasure. Eight lanes would do for 900 people in twenty minutes, two are enough to see whether your people like it.',
      ),
      chiara.sends('iris'),
      chiara(
        'This is a capture from the mine in the south: brown dust on the lashes, and still far more detail than the matcher needs.',
      ),
      visitor(
        'Impressive. I need an offer for the pilot with shipping to Arequipa. Tax number follows.',
        '4m',
      ),
      chiara(
        'It will be in your inbox within the hour. Shall I plan the video call for Thursday 10:00 Lima time?',
      ),
    ],
  },
  {
    visitor: {
      name: 'Jakub Dvořák',
      email: 'jakub.dvorak@dilna.example',
      attributes: { company: 'Dílna Dvořák', plan: 'Starter' },
      language: 'cs',
      timeZone: 'Europe/Prague',
      page: pages.enrolment,
    },
    ago: '3h',
    subject: 'Missing finger',
    tags: ['enrolment'],
    steps: [
      visitor('One of my carpenters has no right index finger. The Console insists on it.'),
      ben(
        'Hello Jakub, click on the finger in the drawing of the hand and choose “not present”. Then it asks for the next one.',
      ),
      visitor('I did not see that one can click on it. Works.'),
      ben('It is well hidden, I admit. I have told the people who draw the Console.'),
      ben.closes('3m'),
    ],
  },
]
