const HELLO =
  /^(?:hi+|hey+|hello+|good (?:morning|day|afternoon|evening)|hallo+|moin|guten (?:morgen|tag|abend)|servus|grüezi|bonjour|salut|bonsoir|hola|buen(?:os|as) (?:días|tardes|noches)|ciao|buongiorno|salve|olá|oi|bom dia|boa (?:tarde|noite)|hoi|goedendag|cześć|dzień dobry|привет|здравствуйте|merhaba|你好|您好|こんにちは|안녕하세요|مرحبا|שלום)(?: (?:there|all|zusammen|team|support))?$/iu
const THANKS =
  /^(?:ok(?:ay)? )?(?:thanks?|thank you|thx|cheers|danke|vielen dank|dankeschön|merci|gracias|muchas gracias|grazie|obrigad[oa]|bedankt|dank je|dziękuję|спасибо|teşekkürler|谢谢|ありがとう(?:ございます)?|감사합니다|شكرا|תודה)(?: (?:a lot|very much|so much|you|beaucoup|mille|schön|sehr))*$/iu

/** What is said without asking anything: it has an answer, but no article. */
export function smallTalk(text: string): 'hello' | 'thanks' | null {
  const words = text
    .normalize('NFKC')
    .replaceAll(/[\p{P}\p{S}\p{Extended_Pictographic}\ufe0f]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (HELLO.test(words)) return 'hello'
  return THANKS.test(words) ? 'thanks' : null
}
