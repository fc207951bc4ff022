import type { FreeAgent, Waiting } from './routing-store.ts'

export type { FreeAgent, Waiting }

/** The best of those who are free, who come least loaded first; the agent of last time before all. */
export function chooseAgent(free: readonly FreeAgent[], waiting: Waiting): FreeAgent | undefined {
  const fitting = free.filter((agent) => fits(agent, waiting))
  return fitting.find(({ id }) => id === waiting.previous_agent_id) ?? fitting[0]
}

function fits({ id, skills, languages }: FreeAgent, waiting: Waiting): boolean {
  if (id === waiting.avoid_agent_id) return false
  const has = new Set(skills)
  return waiting.skills.every((skill) => has.has(skill)) && speaks(languages, waiting.language)
}

/** The same as `speaks` in the migrations. */
function speaks(languages: readonly string[], asked: string | null): boolean {
  if (asked === null) return true
  const wanted = asked.toLowerCase()
  return languages.some((tag) => {
    const spoken = tag.toLowerCase()
    return wanted === spoken || wanted.startsWith(`${spoken}-`) || spoken.startsWith(`${wanted}-`)
  })
}
