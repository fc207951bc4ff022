import { ana, ben, deniz, line, type Story, visitor } from '../script.ts'
import { pages } from './pages.ts'

/** Gespräche auf Deutsch. */
export const german: Story[] = [
  {
    visitor: {
      name: 'Stefan Obermüller',
      email: 's.obermueller@moebelwerk-sued.example',
      customerId: 'acc-12071',
      attributes: { company: 'Möbelwerk Süd', plan: 'Enterprise', device: 'Terminal T7 (×18)', people: 870 },
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
      page: pages.devices,
    },
    ago: '8m',
    subject: 'Eine Stunde zu viel in der Nachtschicht',
    group: 'Hardware',
    tags: ['terminal-t7', 'zeiterfassung', 'german'],
    steps: [
      visitor(
        'Guten Tag, seit der Zeitumstellung hat die Nachtschicht auf zwei Terminals eine Stunde zu viel auf dem Konto.',
      ),
      ben('Guten Tag Herr Obermüller, das sehen wir uns an. Nur zwei von achtzehn?'),
      visitor('Genau, die beiden im Versand. Die anderen stimmen.'),
      ben(
        'Dann fehlt denen vermutlich der Zeitserver. Steht unter Geräte → Versand 1 → Netzwerk bei „Zeit“ etwas anderes als bei den übrigen?',
      ),
      visitor('Ja! Dort steht „manuell“, überall sonst „automatisch“.', '2m'),
      ben(
        'Bitte auf „automatisch“ stellen. Die falschen Buchungen müssen Sie nicht von Hand ändern, dafür gibt es Zeitwirtschaft → Buchungen verschieben.',
      ),
      ben.notes(
        'Die zwei Geräte wurden im Mai nach Reparatur getauscht, dabei blieb „manuell“ stehen. Prüfliste der Werkstatt ergänzen.',
      ),
      visitor(
        'Umgestellt. Wie weit darf ich zurück verschieben? Der Lohnlauf für Oktober ist schon durch.',
        '4m',
      ),
      visitor('Es sind 23 Leute betroffen.', '15s'),
    ],
  },
  {
    visitor: {
      name: 'Familie Hofstätter',
      email: 'post@baeckerei-hofstaetter.example',
      attributes: { company: 'Bäckerei Hofstätter', plan: 'Starter' },
      language: 'de-AT',
      timeZone: 'Europe/Vienna',
      page: pages.ridge,
    },
    ago: '22d',
    subject: 'Mehl am Finger',
    tags: ['dry-fingers', 'german'],
    steps: [
      visitor('Grüß Gott, um drei in der Früh mit Mehl an den Fingern geht die Tür zur Backstube nicht auf.'),
      deniz(
        'Guten Tag! Mehl füllt die Rillen, da sieht der Leser nur eine glatte Fläche. Hilft es, den Finger kurz an der Schürze abzuwischen?',
      ),
      visitor('Schon, aber in der Früh hat keiner Geduld.'),
      deniz(
        'Dann nehmen Sie den kleinen Finger, der bleibt beim Kneten am saubersten. Oder eine Karte an der Schürze: Der Leser kann beides.',
      ),
      visitor('Der kleine Finger! Auf das wär ich nicht gekommen. Probieren wir.', '3m'),
      line('wait', 'Zwei Tage später'),
      visitor(
        'Funktioniert. Zum Dank: Unsere Kipferl sind die besten in Linz, falls Sie einmal kommen.',
        '2d',
      ),
      deniz('Das merke ich mir'),
      deniz.closes('1m'),
      visitor.rates(4, 'Freundlich und praktisch gedacht', '3m'),
    ],
  },
  {
    visitor: {
      name: 'Jana Reuter',
      email: 'j.reuter@stadtwerke-elbtal.example',
      attributes: { company: 'Stadtwerke Elbtal', plan: 'Business' },
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
      page: pages.contact,
    },
    ago: '6m',
    subject: 'Wo bleibt unsere Lieferung?',
    tags: ['lieferung', 'german'],
    prechat: { Thema: 'Bestellung', Bestellnummer: 'B-77120' },
    steps: [
      visitor(
        'Hallo, unsere Bestellung B-77120 sollte am Dienstag da sein. In der Sendungsverfolgung steht seit drei Tagen „in Zustellung“.',
      ),
      visitor('Am Donnerstag kommt der Elektriker, bis dahin brauchen wir die sechs Leser wirklich.', '40s'),
    ],
  },
  {
    visitor: {
      name: 'Ulrike Brandt',
      email: 'ulrike.brandt@kanzlei-brandt.example',
      customerId: 'acc-19936',
      attributes: { company: 'Kanzlei Brandt', plan: 'Starter' },
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
      page: pages.invoices,
    },
    ago: '2h',
    subject: 'Neue Rechnungsanschrift',
    group: 'Billing',
    tags: ['invoice', 'german'],
    steps: [
      visitor(
        'Guten Tag, wir sind umgezogen. Bitte ändern Sie die Anschrift auf der Rechnung vom 1. des Monats.',
      ),
      ana(
        'Guten Tag Frau Brandt! Eine schon gestellte Rechnung darf ich nicht ändern, aber ich storniere sie und stelle sie neu aus. Wie lautet die neue Anschrift?',
      ),
      visitor('Kanzlei Brandt\nAm Alten Hafen 12\n20457 Hamburg'),
      ana(
        'Erledigt, beide Belege liegen in der Konsole unter Rechnungen. Alles Gute in den neuen Räumen!',
        '3m',
      ),
      visitor('Perfekt, danke!'),
      ana.closes('1m'),
      visitor.rates(5, undefined, '1m'),
    ],
  },
  {
    visitor: {
      name: 'Prof. Dr. Hans-Joachim von Wartenberg-Schulenburg',
      email: 'hj.vonwartenberg@institut-fuer-angewandte-mustererkennung.example',
      attributes: { company: 'Institut für Angewandte Mustererkennung', role: 'Institutsleiter' },
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
      page: pages.iris,
    },
    ago: '40d',
    subject: 'Rohdaten für eine Studie zur Langzeitstabilität irisbasierter Identifikationsverfahren',
    tags: ['research', 'german'],
    steps: [
      visitor(
        'Sehr geehrte Damen und Herren, stellen Sie für wissenschaftliche Zwecke Rohaufnahmen der Iris-3-Kamera zur Verfügung?',
      ),
      visitor(
        'Stichwort Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft: So heißt tatsächlich unser Industriepartner, bitte kürzen Sie ihn im Schriftverkehr nicht ab.',
        '1m',
      ),
      ben(
        'Sehr geehrter Herr Professor von Wartenberg-Schulenburg, Aufnahmen unserer Kunden geben wir nie weiter. Wir haben aber einen Datensatz mit Einwilligung: 400 Personen, acht Jahre, https://www.biometrics.example/research',
      ),
      visitor('Acht Jahre! Das ist genau, was uns fehlt. Haben Sie Dank.'),
      ben.closes('5m'),
    ],
  },
]
