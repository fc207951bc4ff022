import type { Mail } from '../mail/mailer.ts'
import de from './mail-texts/de.json' with { type: 'json' }
import en from './mail-texts/en.json' with { type: 'json' }

const TEXTS = { en, de }
export type MailLanguage = keyof typeof TEXTS
export type LinkPurpose = 'invitation' | 'reset'

/** The first of the browser's languages that we write in. */
export function mailLanguageOf(acceptLanguage: string | undefined): MailLanguage {
  const wanted = (acceptLanguage ?? '').split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase())
  return wanted.find((tag): tag is MailLanguage => Object.hasOwn(TEXTS, tag)) ?? 'en'
}

interface Person {
  name: string
  email: string
}

export function linkMail(person: Person, purpose: LinkPurpose, link: string, language: MailLanguage): Mail {
  return mail(person, TEXTS[language][purpose], { name: person.name, link })
}

/** So that nobody's password changes without their notice. */
export function passwordChangedMail(person: Person, language: MailLanguage): Mail {
  return mail(person, TEXTS[language].changed, { name: person.name })
}

function mail(
  { email }: Person,
  text: { subject: string; body: string[] },
  values: Record<string, string>,
): Mail {
  const body = text.body.join('\n')
  return {
    to: email,
    subject: text.subject,
    text: body.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? ''),
  }
}
