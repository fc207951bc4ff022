import { type AnswerCheck, email } from '@biometrics/chat-protocol'

const PHONE = /^\+?[\d\s()./-]{5,30}$/
const DIGITS_MIN = 5
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$|^(\d{1,2})[./](\d{1,2})[./](\d{4})$/
const MOST = 1_000

/** The answer as it is kept, or null when it is not what was asked for. */
export function checkAnswer(check: AnswerCheck, given: string): string | null {
  const text = given.trim().slice(0, MOST)
  switch (check) {
    case 'text':
      return text === '' ? null : text
    case 'email':
      // People write "it is ana@example.com."
      return (
        text
          .split(/[\s<>,;]+/)
          .map((word) => word.replace(/[.!?]+$/, ''))
          .find((word) => email.safeParse(word).success) ?? null
      )
    case 'phone':
      return PHONE.test(text) && text.replace(/\D/g, '').length >= DIGITS_MIN ? text : null
    case 'number':
      return NUMBER.test(text) ? text.replace(',', '.') : null
    case 'date':
      return dateOf(text)
  }
}

/** Year, month and day; with points and slashes the day stands first. */
function dateOf(text: string): string | null {
  const match = DATE.exec(text)
  if (match === null) return null
  const [year, month, day] =
    match[1] === undefined ? [match[6], match[5], match[4]] : [match[1], match[2], match[3]]
  const iso = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}
