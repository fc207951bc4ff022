import { useQuery } from '@tanstack/react-query'
import { agentsQuery, groupsQuery } from '../session/queries.ts'

/** Every skill that somebody has or that some group asks for, so that one word is not written in two ways. */
export function useKnownSkills(): string[] {
  const agents = useQuery(agentsQuery)
  const groups = useQuery(groupsQuery)
  const known = [...(agents.data ?? []), ...(groups.data ?? [])].flatMap(({ skills }) => skills)
  return [...new Set(known)].sort((a, b) => a.localeCompare(b))
}
