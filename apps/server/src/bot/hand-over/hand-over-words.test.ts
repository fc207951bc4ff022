import { expect, test } from 'vitest'
import { isAngry } from './is-angry.ts'
import { HAND_OVER_LANGUAGES, wantsPerson } from './wants-person.ts'

const ASKED: Record<string, string[]> = {
  ar: ['أريد التحدث مع موظف'],
  cs: ['chci mluvit s člověkem', 'operátor'],
  da: ['jeg vil tale med et menneske'],
  de: [
    'Ich möchte mit einem Menschen sprechen',
    'Mitarbeiter bitte',
    'MENSCH!',
    'Kann ich mit jemandem vom Support reden?',
  ],
  el: ['θέλω να μιλήσω με άνθρωπο'],
  en: ['agent', 'Human please', 'can I talk to a real person?', "I'd like to speak to someone", 'HUMAN!!'],
  es: ['quiero hablar con una persona', 'agente'],
  fa: ['می‌خواهم با اپراتور صحبت کنم'],
  fi: ['haluan puhua ihmisen kanssa'],
  fr: ['je voudrais parler à un conseiller', 'humain'],
  he: ['אני רוצה לדבר עם נציג'],
  hi: ['मुझे एजेंट से बात करनी है'],
  hu: ['szeretnék egy emberrel beszélni'],
  id: ['saya mau bicara dengan manusia'],
  it: ['vorrei parlare con un operatore', 'operatore'],
  ja: ['オペレーターにつないでください', '担当者'],
  ko: ['상담원 연결해 주세요'],
  nl: ['ik wil een medewerker spreken'],
  no: ['jeg vil snakke med et menneske'],
  pl: ['chcę rozmawiać z konsultantem'],
  pt: ['quero falar com um atendente'],
  ro: ['vreau să vorbesc cu un operator'],
  ru: ['хочу поговорить с человеком', 'оператор'],
  sv: ['jag vill prata med en människa'],
  th: ['ขอคุยกับเจ้าหน้าที่'],
  tr: ['bir temsilci ile görüşmek istiyorum'],
  uk: ['хочу поговорити з оператором'],
  vi: ['tôi muốn gặp nhân viên'],
  zh: ['转人工', '我要找客服', '真人'],
}

test('[BT7] a person can be asked for in every language', () => {
  expect(Object.keys(ASKED)).toEqual(HAND_OVER_LANGUAGES)
  for (const [language, requests] of Object.entries(ASKED))
    for (const request of requests)
      expect([language, request, wantsPerson(request)]).toEqual([language, request, true])
})

test('[BT7] what only mentions people asks for nobody', () => {
  for (const text of [
    '',
    'What does it cost per person?',
    'the user agent is not recognised by your page',
    'I do not want to talk to a human',
    'Wie viele Personen können sich anmelden?',
    'my fingerprint reader does not work',
    'How do I delete the personal data of a person who has left our company a long time ago, please?',
    'お支払い方法は？',
    '你们的价格是多少',
  ])
    expect([text, wantsPerson(text)]).toEqual([text, false])
})

test('[BT7] anger is heard in words and in shouting', () => {
  for (const text of [
    'This is ridiculous',
    'So ein Saftladen',
    'WHY DOES NOTHING WORK HERE???',
    "c'est une arnaque",
  ])
    expect([text, isAngry(text)]).toEqual([text, true])
  for (const text of ['Thank you very much!!!', 'OK', 'USB-C', 'How do I reset the device?', 'Wow, great!!!'])
    expect([text, isAngry(text)]).toEqual([text, false])
})
