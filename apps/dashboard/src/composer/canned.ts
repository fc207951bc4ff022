import type { Agent, CannedResponse, Conversation } from '@biometrics/chat-protocol'

const SUGGESTIONS_MAX = 8

export interface SlashQuery {
  /** Where the slash stands. */
  start: number
  query: string
}

/** The word after a slash at the caret: `/` at the start or after a space asks for a canned response. */
export function slashQueryAt(text: string, caret: number): SlashQuery | null {
  const match = /(?:^|\s)\/(\S{0,50})$/.exec(text.slice(0, caret))
  if (match?.[1] === undefined) return null
  return { start: caret - match[1].length - 1, query: match[1] }
}

/**
 * The best first: by shortcut, then title, then tags, then anywhere in the text. Among equals what is in the visitor's
 * language, then what the agent takes most often (`uses` says how often, by id), then what everybody does.
 */
export function searchCanned(
  all: readonly CannedResponse[],
  query: string,
  uses: Readonly<Record<string, number>> = {},
  /** What the visitor speaks. */
  spoken: string | null = null,
): CannedResponse[] {
  const usesOf = ({ id }: CannedResponse) => uses[id] ?? 0
  const wanted = query.toLowerCase()
  return all
    .map((response) => ({ response, rank: rankOf(response, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        strangeness(a.response, spoken) - strangeness(b.response, spoken) ||
        usesOf(b.response) - usesOf(a.response) ||
        b.response.uses - a.response.uses ||
        a.response.shortcut.localeCompare(b.response.shortcut),
    )
    .slice(0, SUGGESTIONS_MAX)
    .map(({ response }) => response)
}
const NO_MATCH = 5

/** In the visitor's language; in none; in another one. */
function strangeness({ language }: CannedResponse, spoken: string | null): number {
  if (language === null) return 1
  const base = (tag: string) => tag.split('-')[0]?.toLowerCase()
  return spoken !== null && base(language) === base(spoken) ? 0 : 2
}

function rankOf({ shortcut, title, tags, content }: CannedResponse, wanted: string): number {
  const name = shortcut.slice(1).toLowerCase()
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (title.toLowerCase().includes(wanted)) return 2
  if (tags.some((tag) => tag.toLowerCase().startsWith(wanted))) return 3
  return content.toLowerCase().includes(wanted) ? 4 : NO_MATCH
}

/**
 * Fills `{{name}}`, `{{visitor.email}}`, `{{agent.name}}` and `{{conversation.id}}`; `{{name|there}}` gives a word for
 * when it is not known. Without one the space before goes too: "Hi {{name}}!" becomes "Hi!". Unknown names stay as
 * they are, for the agent to see.
 */
export function fillIn(content: string, { visitor, id }: Conversation, agent: Agent): string {
  const values = new Map<string, string | null>([
    ['name', visitor.name],
    ['visitor.name', visitor.name],
    ['visitor.email', visitor.email],
    ['visitor.phone', visitor.phone],
    ['agent.name', agent.name],
    ['conversation.id', id],
  ])
  return content.replace(VARIABLE, (whole, space: string, name: string, otherwise: string | undefined) => {
    const value = values.get(name.trim())
    if (value === undefined) return whole
    const word = value || otherwise?.trim()
    return word ? space + word : ''
  })
}

/** Variables that are still in a text, as they are written; nobody outside should read one. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([whole]) => whole.trim()))]
}

const VARIABLE = /([ \t]?)\{\{([^{}|]+)(?:\|([^{}]*))?\}\}/g
