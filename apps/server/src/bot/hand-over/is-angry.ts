/** Words that nobody writes who is content, in the languages in which most anger is written. */
const ANGER =
  /(?<!\p{L})(?:useless|ridiculous|unacceptable|terrible|horrible|worst|pathetic|stupid|idiots?|fuck\p{L}*|shit\p{L}*|wtf|bullshit|damn|scam(?:mers)?|furious|fed up|sick of|disgusting|are you kidding|nutzlos\p{L}*|lächerlich\p{L}*|unverschämt\p{L}*|frechheit|scheiß\p{L}*|scheiss\p{L}*|verdammt\p{L}*|saftladen|betrug|betrüger|idiot(?:en)?|zum kotzen|inutile|ridicule|inadmissible|merde|putain|arnaque|honteux|inútil|ridículo|inaceptable|mierda|estafa|vergüenza|inaceitável|merda|golpe|vergonha|ridicolo|inaccettabile|schifo|truffa|vergogna|waardeloos|belachelijk|schandalig|oplichters?|beznadziejn\p{L}*|kurwa|oszustwo|ужас\p{L}*|бесполезн\p{L}*|обман\p{L}*|rezalet|saçmalık|dolandırıcı\p{L}*)(?!\p{L})/iu

const SHOUTED_LETTERS_MIN = 12
const SHOUTED_SHARE = 0.8
const MARKS = /[!?]{3,}/

/** Whether somebody is angry: by their words, or shouting in capitals with many marks. */
export function isAngry(text: string): boolean {
  if (ANGER.test(text.normalize('NFKC'))) return true
  const letters = [...text].filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
  if (letters.length < SHOUTED_LETTERS_MIN) return false
  const capitals = letters.filter((letter) => letter === letter.toUpperCase()).length
  return capitals / letters.length >= SHOUTED_SHARE && MARKS.test(text)
}
