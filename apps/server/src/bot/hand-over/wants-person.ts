/**
 * Words by which people ask for a person, by language: someone, and ways to want them. All languages are tried, because a
 * visitor does not always write in the language that the page has.
 */
const PEOPLE: Record<string, string> = {
  ar: 'موظف|شخص حقيقي|(?:إلى|مع) شخص(?!ي)|إنسان|وكيل|ممثل|خدمة العملاء',
  cs: 'člověk*|operátor*|agent*|živou osobu',
  da: 'menneske|medarbejder|agent|person|kundeservice',
  de: 'mensch(?:en)?|mitarbeiter(?:in)?|person|agent(?:en|in)?|kundenberater(?:in)?|berater(?:in)?|support',
  el: 'άνθρωπο|εκπρόσωπο|υπάλληλο',
  en: 'human(?: being)?|person|agent|representative|rep|operator|advisor|someone|somebody|staff|support team|customer service',
  es: 'persona|humano|agente|operador(?:a)?|representante|asesor(?:a)?|alguien',
  fa: 'انسان|اپراتور|کارشناس|پشتیبان',
  fi: 'ihmise*|asiakaspalvelija*|henkilö*',
  fr: "humain(?:e)?|personne|agent(?:e)?|conseiller|conseillère|opérateur|opératrice|quelqu'un",
  he: 'נציג|אדם|בן אדם',
  hi: 'इंसान|व्यक्ति|एजेंट|प्रतिनिधि',
  hu: 'ember*|ügyintéző*|munkatárs*',
  id: 'manusia|orang|agen|petugas|cs',
  it: 'umano|persona|operatore|operatrice|agente|qualcuno|assistente umano',
  ja: '人間|オペレーター|担当者|スタッフ|有人',
  ko: '상담원|상담사|사람|직원',
  nl: 'mens|medewerker|persoon|agent|iemand',
  no: 'menneske|medarbeider|agent|person|kundeservice',
  pl: 'człowiek*|konsultant*|osob*|agent*|pracownik*',
  pt: 'humano|pessoa|agente|atendente|operador(?:a)?|alguém',
  ro: 'om|persoană|agent|operator|consultant',
  ru: 'человек*|оператор*|агент*|сотрудник*|специалист*|менеджер*',
  sv: 'människa|medarbetare|agent|person|kundtjänst',
  th: 'เจ้าหน้าที่|คนจริง|พนักงาน',
  tr: 'insan(?:la|a)?|temsilci*|yetkili*|operatör*|müşteri hizmetleri*',
  uk: 'людин*|оператор*|агент*|співробітник*',
  vi: 'người thật|nhân viên|tổng đài viên|tư vấn viên',
  zh: '人工|真人|客服|人員|人员',
}

const WANTING: Record<string, string> = {
  ar: 'أريد|اريد|تحدث|التحدث|أتحدث|كلم|حول',
  cs: 'chci|mluvit|spojit|přepoj*|potřebuji',
  da: 'vil|tale|snakke|gerne|overfør',
  de: 'möchte|will|sprechen|reden|verbind*|brauche|kann ich|bitte|weiterleiten|chatten|echten?',
  el: 'θέλω|μιλήσω|σύνδεσ*',
  en: "speak|talk|chat|connect|transfer|want|need|get me|give me|let me|can i|could i|i'd like|put me|real|live|actual|please",
  es: 'quiero|hablar|comunicar*|necesito|pás*|puedo|real|por favor',
  fa: 'می‌خواهم|میخوام|صحبت|وصل',
  fi: 'haluan|puhua|yhdistä*|tarvitsen',
  fr: "veux|voudrais|parler|besoin|passez|mettre|contacter|réel(?:le)?|vrai(?:e)?|s'il vous plaît|s'il te plaît",
  he: 'רוצה|לדבר|העבר|צריך',
  hi: 'बात|चाहता|चाहती|चाहिए|कनेक्ट',
  hu: 'szeretnék|beszél*|kapcsol*|kérek',
  id: 'mau|ingin|bicara|berbicara|hubungkan|sambungkan',
  it: 'voglio|vorrei|parlare|bisogno|passami|posso|vero|vera|per favore',
  ja: '話|つな|繋|代わ|お願い|対応',
  ko: '연결|통화|원해|대화|이야기|주세요|싶',
  nl: 'wil|spreken|praten|verbind*|nodig|graag|kan ik|echte?',
  no: 'vil|snakke|prate|gjerne|overfør',
  pl: 'chcę|chce|rozmawiać|porozmawiać|połącz*|potrzebuję|proszę',
  pt: 'quero|queria|falar|preciso|transfer*|posso|real|por favor',
  ro: 'vreau|vorbesc|vorbi|doresc|transfer*|real',
  ru: 'хочу|поговорить|позови*|соедин*|переключ*|нужен|нужна|дайте|жив*',
  sv: 'vill|prata|tala|koppla|behöver|gärna',
  th: 'คุย|ติดต่อ|ขอ|ต้องการ',
  tr: 'istiyorum|konuş*|görüş*|bağla*|gerçek|lütfen',
  uk: "хочу|поговорити|з'єдна*|переключ*|потріб*|жив*",
  vi: 'muốn|gặp|nói chuyện|kết nối|cần',
  zh: '要|找|转|轉|想|联系|聯繫|请|請',
}

/** Scripts that set no spaces between words, or join small words to them: there a word is found anywhere. */
const UNSPACED = new Set(['ja', 'ko', 'th', 'zh', 'ar', 'he', 'fa'])
/** A request is short; a long text with these words is about something. */
const WORDS_MAX = 14

const patterns = Object.entries(PEOPLE).map(([language, people]) => ({
  people: finderOf(people, language),
  wanting: finderOf(WANTING[language] ?? '', language),
}))
const REFUSED = finderOf(
  "no|not|don't|do not|without|never|kein*|nicht|ohne|pas|sans|sin|senza|sem|geen|niet",
  '',
)
const ABOUT_OTHERS = finderOf(
  'in person|personal|person data|per person|pro person|par personne|por persona',
  '',
)

/** Finds words in a text of single spaces that begins and ends with one; a star stands for the rest of a word. */
function finderOf(words: string, language: string): RegExp {
  const source = words.replaceAll('*', '[^ ]*')
  return UNSPACED.has(language) ? new RegExp(source) : new RegExp(` (?:${source}) `)
}

/** Languages in which a person can be asked for. */
export const HAND_OVER_LANGUAGES = Object.keys(PEOPLE)

/** Whether somebody asks for a person: the bare word, or a short wish with it. */
export function wantsPerson(text: string): boolean {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{M}\p{N}'\u200c-]+/gu) ?? []
  if (words.length === 0 || words.length > WORDS_MAX) return false
  const spaced = ` ${words.join(' ')} `
  if (patterns.some(({ people }) => people.exec(spaced)?.[0].trim() === spaced.trim())) return true
  if (REFUSED.test(spaced) || ABOUT_OTHERS.test(spaced)) return false
  return patterns.some(({ people, wanting }) => people.test(spaced) && wanting.test(spaced))
}

/** The value of the button by which a visitor asks for a person, in any bot's quick replies. */
export const PERSON_VALUE = 'bot:person'
