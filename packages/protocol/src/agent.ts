import { z } from 'zod'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, language, text } from './text.ts'
import { email } from './visitor.ts'

export const agentStatus = z.enum(['online', 'away', 'offline'])
/** What each may do is said in `permissions.ts`; `read-only` sees what agents see and is given no conversations. */
export const role = z.enum(['admin', 'supervisor', 'agent', 'read-only'])
/**
 * Which conversations somebody reaches: every one, or those of their groups, those that they answer for, and those of no group
 * that nobody answers for. Admins reach every one.
 */
export const reach = z.enum(['all', 'groups'])
export const maxChats = z.number().int().min(1).max(LIMITS.maxChats)
/** What an agent can do, in the words of the installation; a conversation may ask for some of them. */
export const skills = z.array(label(LIMITS.skillLength)).max(LIMITS.skills)
export const languages = z.array(language).max(LIMITS.skills)

/** What agents may know of each other, and the shape of the event `agent`. */
export const agentPresence = z
  .object({
    id,
    name: z.string(),
    picture: z.string().nullable().optional().describe('a path of this server; square'),
    status: agentStatus,
    activeChats: z.number().int().describe('conversations that count against maxChats now'),
    maxChats: z.number().int(),
    since: timestamp.nullable().describe('when the status became what it is; null before the first time'),
    groupIds: z.array(id),
    reach,
  })
  .meta({ id: 'AgentPresence' })

export const agent = z
  .object({
    ...agentPresence.shape,
    email: z.string(),
    role,
    skills: z.array(z.string()),
    languages: z.array(z.string()).describe('language tags such as de or pt-BR'),
    active: z.boolean().describe('false: cannot sign in, and is given nothing; what they said stays'),
    createdAt: timestamp,
  })
  .meta({ id: 'Agent' })

export const password = text(LIMITS.passwordLength, LIMITS.passwordMinLength)
export const newAgent = z.strictObject({
  name: label(LIMITS.nameLength),
  email,
  password,
  role: role.optional(),
  reach: reach.optional(),
  maxChats: maxChats.optional(),
  skills: skills.optional(),
  languages: languages.optional(),
})
export const agentChange = z.strictObject({ ...newAgent.shape, active: z.boolean() }).partial()

export type Agent = z.infer<typeof agent>
export type AgentPresence = z.infer<typeof agentPresence>
export type AgentStatus = z.infer<typeof agentStatus>
export type Role = z.infer<typeof role>
export type Reach = z.infer<typeof reach>
