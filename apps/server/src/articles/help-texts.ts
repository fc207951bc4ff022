export interface HelpTexts {
  title: string
  search: string
  found: string
  none: string
  all: string
  chat: string
}

const of = (
  title: string,
  search: string,
  found: string,
  none: string,
  all: string,
  chat: string,
): HelpTexts => ({ title, search, found, none, all, chat })

const en = of(
  'Help',
  'Search the articles',
  'Results for',
  'Nothing was found. Try other words, or ask us in the chat.',
  'All articles',
  'Ask us in the chat',
)
/** Those of the widget. */
export const HELP_TEXTS: Readonly<Record<string, HelpTexts>> = {
  en,
  de: of(
    'Hilfe',
    'Artikel durchsuchen',
    'Ergebnisse für',
    'Nichts gefunden. Versuchen Sie andere Wörter, oder fragen Sie uns im Chat.',
    'Alle Artikel',
    'Fragen Sie uns im Chat',
  ),
  fr: of(
    'Aide',
    'Rechercher dans les articles',
    'Résultats pour',
    'Aucun résultat. Essayez d’autres mots, ou posez-nous la question dans le chat.',
    'Tous les articles',
    'Posez-nous la question dans le chat',
  ),
  es: of(
    'Ayuda',
    'Buscar en los artículos',
    'Resultados de',
    'No se ha encontrado nada. Pruebe con otras palabras o pregúntenos en el chat.',
    'Todos los artículos',
    'Pregúntenos en el chat',
  ),
  it: of(
    'Aiuto',
    'Cerca negli articoli',
    'Risultati per',
    'Nessun risultato. Provi con altre parole, o ci scriva in chat.',
    'Tutti gli articoli',
    'Ci scriva in chat',
  ),
  pt: of(
    'Ajuda',
    'Pesquisar nos artigos',
    'Resultados para',
    'Nada foi encontrado. Tente outras palavras ou pergunte-nos no chat.',
    'Todos os artigos',
    'Pergunte-nos no chat',
  ),
  nl: of(
    'Hulp',
    'Zoeken in de artikelen',
    'Resultaten voor',
    'Niets gevonden. Probeer andere woorden, of vraag het ons in de chat.',
    'Alle artikelen',
    'Vraag het ons in de chat',
  ),
  pl: of(
    'Pomoc',
    'Szukaj w artykułach',
    'Wyniki dla',
    'Nic nie znaleziono. Proszę spróbować innych słów albo zapytać nas na czacie.',
    'Wszystkie artykuły',
    'Zapytaj nas na czacie',
  ),
  tr: of(
    'Yardım',
    'Makalelerde ara',
    'Arama sonuçları:',
    'Hiçbir şey bulunamadı. Başka sözcükler deneyin ya da bize sohbette sorun.',
    'Tüm makaleler',
    'Bize sohbette sorun',
  ),
  ar: of(
    'المساعدة',
    'ابحث في المقالات',
    'نتائج البحث عن',
    'لم يُعثر على شيء. جرّب كلمات أخرى، أو اسألنا في الدردشة.',
    'كل المقالات',
    'اسألنا في الدردشة',
  ),
  he: of(
    'עזרה',
    'חיפוש במאמרים',
    'תוצאות עבור',
    'לא נמצא דבר. אפשר לנסות מילים אחרות, או לשאול אותנו בצ׳אט.',
    'כל המאמרים',
    'לשאול אותנו בצ׳אט',
  ),
  zh: of(
    '帮助',
    '搜索文章',
    '搜索结果：',
    '没有找到相关内容。请尝试其他词语，或在聊天中询问我们。',
    '所有文章',
    '在聊天中询问我们',
  ),
  ja: of(
    'ヘルプ',
    '記事を検索',
    '検索結果：',
    '見つかりませんでした。別の言葉で検索するか、チャットでお尋ねください。',
    'すべての記事',
    'チャットで質問する',
  ),
}

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur'])
const primary = (language: string) => language.toLowerCase().split('-')[0] ?? ''

/** In the language of a tag such as `de-AT`, else in English. */
export function helpTexts(language: string): HelpTexts {
  const short = primary(language)
  return (Object.hasOwn(HELP_TEXTS, short) ? HELP_TEXTS[short] : undefined) ?? en
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(primary(language)) ? 'rtl' : 'ltr'
}
