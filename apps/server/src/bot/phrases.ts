/** What every bot says besides its own words, in the visitor's language. */
export interface Phrases {
  hello: string
  welcome: string
  rephrase: string
  personButton: string
  person: string
  helpful: string
  yes: string
  no: string
  glad: string
  offer: string
  none: string
  unknown: string
}

const PHRASES: Record<string, Phrases> = {
  en: {
    hello: 'Hello! What can I do for you?',
    welcome: 'You are welcome.',
    rephrase: 'Please say it in other words, or ask for a person.',
    personButton: 'A person, please',
    person: 'I am handing you over to a person. They can read what you have written.',
    helpful: 'Was this helpful?',
    yes: 'Yes',
    no: 'No',
    glad: 'Glad to hear that. Is there anything else?',
    offer: 'Did you mean one of these?',
    none: 'None of these',
    unknown: 'I do not find that in our articles. Ask in other words, or for a person.',
  },
  de: {
    hello: 'Hallo! Was kann ich für Sie tun?',
    welcome: 'Gern geschehen.',
    rephrase: 'Bitte sagen Sie es mit anderen Worten, oder fragen Sie nach einem Menschen.',
    personButton: 'Ein Mensch, bitte',
    person: 'Ich verbinde Sie mit einem Menschen. Was Sie geschrieben haben, ist dort zu lesen.',
    helpful: 'War das hilfreich?',
    yes: 'Ja',
    no: 'Nein',
    glad: 'Das freut mich. Gibt es noch etwas?',
    offer: 'Meinten Sie eines davon?',
    none: 'Nichts davon',
    unknown: 'Das finde ich in unseren Artikeln nicht. Fragen Sie anders, oder nach einem Menschen.',
  },
  fr: {
    hello: 'Bonjour ! Que puis-je faire pour vous ?',
    welcome: 'Je vous en prie.',
    rephrase: 'Dites-le autrement, ou demandez une personne.',
    personButton: 'Une personne, s’il vous plaît',
    person: 'Je vous mets en relation avec une personne. Elle peut lire ce que vous avez écrit.',
    helpful: 'Cette réponse vous a-t-elle aidé ?',
    yes: 'Oui',
    no: 'Non',
    glad: 'Tant mieux. Puis-je faire autre chose ?',
    offer: 'Est-ce l’un de ces sujets ?',
    none: 'Aucun de ceux-ci',
    unknown: 'Je ne trouve pas cela dans nos articles. Demandez autrement, ou demandez une personne.',
  },
  es: {
    hello: '¡Hola! ¿En qué puedo ayudarle?',
    welcome: 'De nada.',
    rephrase: 'Dígalo con otras palabras o pida una persona.',
    personButton: 'Una persona, por favor',
    person: 'Le paso con una persona. Podrá leer lo que ha escrito.',
    helpful: '¿Le ha sido útil?',
    yes: 'Sí',
    no: 'No',
    glad: 'Me alegro. ¿Algo más?',
    offer: '¿Se refiere a uno de estos temas?',
    none: 'Ninguno de estos',
    unknown: 'No lo encuentro en nuestros artículos. Pregunte de otro modo o pida una persona.',
  },
  it: {
    hello: 'Buongiorno! Come posso aiutarla?',
    welcome: 'Prego.',
    rephrase: 'Lo dica con altre parole, o chieda di una persona.',
    personButton: 'Una persona, per favore',
    person: 'La metto in contatto con una persona, che può leggere ciò che ha scritto.',
    helpful: 'Le è stato utile?',
    yes: 'Sì',
    no: 'No',
    glad: 'Bene. Posso fare altro?',
    offer: 'Intende uno di questi?',
    none: 'Nessuno di questi',
    unknown: 'Non lo trovo nei nostri articoli. Lo chieda in altro modo, o chieda di una persona.',
  },
  pt: {
    hello: 'Olá! Como posso ajudar?',
    welcome: 'De nada.',
    rephrase: 'Diga por outras palavras ou peça uma pessoa.',
    personButton: 'Uma pessoa, por favor',
    person: 'Vou passar a conversa a uma pessoa. Ela pode ler o que escreveu.',
    helpful: 'Isto ajudou?',
    yes: 'Sim',
    no: 'Não',
    glad: 'Ainda bem. Mais alguma coisa?',
    offer: 'Quis dizer um destes?',
    none: 'Nenhum destes',
    unknown: 'Não encontro isso nos nossos artigos. Pergunte de outra forma ou peça uma pessoa.',
  },
  nl: {
    hello: 'Hallo! Waarmee kan ik u helpen?',
    welcome: 'Graag gedaan.',
    rephrase: 'Zeg het met andere woorden, of vraag om een medewerker.',
    personButton: 'Een medewerker, graag',
    person: 'Ik verbind u door met een medewerker. Die kan lezen wat u heeft geschreven.',
    helpful: 'Heeft dit geholpen?',
    yes: 'Ja',
    no: 'Nee',
    glad: 'Fijn om te horen. Is er nog iets?',
    offer: 'Bedoelt u een van deze?',
    none: 'Geen van deze',
    unknown: 'Dat vind ik niet in onze artikelen. Vraag het anders, of vraag om een medewerker.',
  },
  pl: {
    hello: 'Dzień dobry! W czym mogę pomóc?',
    welcome: 'Nie ma za co.',
    rephrase: 'Proszę napisać inaczej albo poprosić o człowieka.',
    personButton: 'Proszę o człowieka',
    person: 'Przekazuję rozmowę człowiekowi. Może on przeczytać, co zostało napisane.',
    helpful: 'Czy to pomogło?',
    yes: 'Tak',
    no: 'Nie',
    glad: 'Cieszę się. Czy coś jeszcze?',
    offer: 'Czy chodzi o jedno z tych?',
    none: 'Żadne z nich',
    unknown: 'Nie znajduję tego w naszych artykułach. Proszę zapytać inaczej albo poprosić o człowieka.',
  },
}

export function phrasesFor(language: string | null): Phrases {
  const short = language?.toLowerCase().split('-')[0] ?? 'en'
  return (Object.hasOwn(PHRASES, short) ? PHRASES[short] : undefined) ?? (PHRASES.en as Phrases)
}

/** The value of the button by which a visitor asks for a person, in any bot's quick replies. */
export const PERSON_VALUE = 'bot:person'
