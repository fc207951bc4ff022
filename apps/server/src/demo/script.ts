import type { AgentName, GroupName } from './cast.ts'
import type { PictureName } from './pictures/pictures.ts'

/** The words in which the demo's conversations are written; `play.ts` performs them. */
export interface Story {
  visitor: VisitorProfile
  /** How long ago the last step was: `40s`, `12m`, `3h`, `9d`. */
  ago: string
  subject?: string
  group?: GroupName
  priority?: 'low' | 'high' | 'urgent'
  tags?: string[]
  /** Answers of a form before the first message. */
  prechat?: Record<string, string>
  steps: Step[]
}

export interface VisitorProfile {
  name?: string
  email?: string
  phone?: string
  /** The customer's own id for this person, which makes them verified. */
  customerId?: string
  attributes?: Record<string, string | number | boolean>
  language: string
  timeZone: string
  page: { url: string; title: string; referrer?: string }
}

export type Speaker = AgentName | 'visitor' | 'bot' | 'system'
/** What can be picked from a quick reply or a carousel. */
export type Said =
  | { kind: 'text'; text: string }
  | { kind: 'pick'; title: string }
  | { kind: 'picture'; picture: PictureName }
  | { kind: 'file'; name: string; content: string }
  | { kind: 'offer'; text: string; options: readonly (string | Choice)[] }
  | { kind: 'cards'; cards: readonly Card[] }
  | { kind: 'line'; text: string; event: string }

export interface Choice {
  title: string
  picture: PictureName
}

export interface Card {
  title: string
  subtitle?: string
  picture?: PictureName
  /** Buttons: where the value is an address it opens, otherwise it answers. */
  buttons?: Record<string, string>
}

type Act =
  | { does: 'say'; who: Speaker; said: Said; note: boolean }
  | { does: 'take'; who: AgentName }
  | { does: 'transfer'; who: AgentName; to: AgentName | GroupName; note: string }
  | { does: 'close'; who: AgentName | 'visitor'; resolved: boolean }
  | { does: 'see'; who: AgentName | 'visitor' }
  | { does: 'rate'; score: 1 | 2 | 3 | 4 | 5; comment: string | null }
/** `after` is the time since the step before; without it, as long as reading and typing take. */
export type Step = Act & { after: string | null }

function say(who: Speaker, said: Said, after?: string, note = false): Step {
  return { does: 'say', who, said, note, after: after ?? null }
}

/** What both sides can do: `ana('Hello', '40s')` says something forty seconds after the step before. */
function voice<Who extends AgentName | 'visitor'>(who: Who) {
  const text = (words: string, after?: string) => say(who, { kind: 'text', text: words }, after)
  return Object.assign(text, {
    sends: (picture: PictureName, after?: string) => say(who, { kind: 'picture', picture }, after),
    attaches: (name: string, content: string, after?: string) =>
      say(who, { kind: 'file', name, content }, after),
    /** Has read everything so far. */
    sees: (after?: string): Step => ({ does: 'see', who, after: after ?? null }),
    closes: (after?: string): Step => ({ does: 'close', who, resolved: true, after: after ?? null }),
  })
}

function agent(who: AgentName) {
  return Object.assign(voice(who), {
    notes: (words: string, after?: string) => say(who, { kind: 'text', text: words }, after, true),
    asks: (text: string, options: readonly (string | Choice)[], after?: string) =>
      say(who, { kind: 'offer', text, options }, after),
    shows: (cards: readonly Card[], after?: string) => say(who, { kind: 'cards', cards }, after),
    takes: (after?: string): Step => ({ does: 'take', who, after: after ?? null }),
    handsTo: (to: AgentName | GroupName, note: string, after?: string): Step => ({
      does: 'transfer',
      who,
      to,
      note,
      after: after ?? null,
    }),
    givesUp: (after?: string): Step => ({ does: 'close', who, resolved: false, after: after ?? null }),
  })
}

export const visitor = Object.assign(voice('visitor'), {
  picks: (title: string, after?: string) => say('visitor', { kind: 'pick', title }, after),
  rates: (score: 1 | 2 | 3 | 4 | 5, comment?: string, after?: string): Step => ({
    does: 'rate',
    score,
    comment: comment ?? null,
    after: after ?? null,
  }),
})
export const ada = agent('ada')
export const ana = agent('ana')
export const ben = agent('ben')
export const chiara = agent('chiara')
export const deniz = agent('deniz')

export const bot = Object.assign(
  (text: string, after?: string) => say('bot', { kind: 'text', text }, after),
  {
    asks: (text: string, options: readonly string[], after?: string) =>
      say('bot', { kind: 'offer', text, options }, after),
  },
)

/** A line in the middle of the conversation that nobody said. */
export function line(event: string, text: string, after?: string): Step {
  return say('system', { kind: 'line', text, event }, after)
}
