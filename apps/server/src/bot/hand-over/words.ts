import type { HandOverReason } from '@biometrics/chat-protocol'

/** What a summary for agents is written with, by language. */
export interface SummaryWords {
  handedOver: string
  given: string
  said: string
  visitor: string
  agent: string
  bot: string
  reasons: Record<HandOverReason, string>
}

const WORDS: Record<string, SummaryWords> = {
  en: {
    handedOver: 'The bot handed over',
    given: 'Given',
    said: 'Asked and answered',
    visitor: 'Visitor',
    agent: 'Agent',
    bot: 'Bot',
    reasons: {
      asked: 'the visitor asked for a person',
      anger: 'the visitor is angry',
      low_confidence: 'twice no sure answer',
      out_of_scope: 'outside of what the bot knows',
      flow: 'the flow leads to people',
      bot: 'the bot wished so',
      turn_limit: 'the bot has spoken as often as it may',
      budget: 'the budget of answers is used up',
      timeout: 'the bot took too long',
      error: 'the bot failed',
      late: 'the bot did not answer in time',
      disabled: 'the bot was switched off',
    },
  },
  de: {
    handedOver: 'Der Bot hat weitergegeben',
    given: 'Angegeben',
    said: 'Gefragt und geantwortet',
    visitor: 'Besucher',
    agent: 'Team',
    bot: 'Bot',
    reasons: {
      asked: 'es wurde nach einem Menschen gefragt',
      anger: 'der Besucher ist verärgert',
      low_confidence: 'zweimal keine sichere Antwort',
      out_of_scope: 'außerhalb dessen, was der Bot weiß',
      flow: 'der Ablauf führt zu Menschen',
      bot: 'der Bot wollte es so',
      turn_limit: 'der Bot hat so oft geantwortet, wie er darf',
      budget: 'das Kontingent an Antworten ist verbraucht',
      timeout: 'der Bot brauchte zu lange',
      error: 'der Bot hat versagt',
      late: 'der Bot hat nicht rechtzeitig geantwortet',
      disabled: 'der Bot wurde abgeschaltet',
    },
  },
  fr: {
    handedOver: 'Le bot a passé la main',
    given: 'Indiqué',
    said: 'Questions et réponses',
    visitor: 'Visiteur',
    agent: 'Équipe',
    bot: 'Bot',
    reasons: {
      asked: 'le visiteur a demandé une personne',
      anger: 'le visiteur est en colère',
      low_confidence: 'deux fois sans réponse sûre',
      out_of_scope: 'hors de ce que sait le bot',
      flow: 'le parcours mène à une personne',
      bot: 'le bot l’a voulu',
      turn_limit: 'le bot a parlé aussi souvent qu’il le peut',
      budget: 'le quota de réponses est épuisé',
      timeout: 'le bot a mis trop de temps',
      error: 'le bot a échoué',
      late: 'le bot n’a pas répondu à temps',
      disabled: 'le bot a été désactivé',
    },
  },
  es: {
    handedOver: 'El bot ha pasado la conversación',
    given: 'Datos',
    said: 'Preguntas y respuestas',
    visitor: 'Visitante',
    agent: 'Equipo',
    bot: 'Bot',
    reasons: {
      asked: 'el visitante pidió una persona',
      anger: 'el visitante está enfadado',
      low_confidence: 'dos veces sin respuesta segura',
      out_of_scope: 'fuera de lo que sabe el bot',
      flow: 'el flujo lleva a una persona',
      bot: 'el bot lo quiso así',
      turn_limit: 'el bot ha hablado tantas veces como puede',
      budget: 'el cupo de respuestas está agotado',
      timeout: 'el bot tardó demasiado',
      error: 'el bot falló',
      late: 'el bot no respondió a tiempo',
      disabled: 'el bot fue desactivado',
    },
  },
}

/** In the language of a tag such as `de-AT`, else in English. */
export function wordsFor(language: string | null): SummaryWords {
  const short = language?.toLowerCase().split('-')[0] ?? 'en'
  return (Object.hasOwn(WORDS, short) ? WORDS[short] : undefined) ?? (WORDS.en as SummaryWords)
}
