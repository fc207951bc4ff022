import { z } from 'zod'
import { id, timestamp } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, text } from './text.ts'
import { email } from './visitor.ts'

export const agentStatus = z.enum(['online', 'away', 'offline'])
export const role = z.enum(['admin', 'supervisor', 'agent'])
export const maxChats = z.number().int().min(1).max(LIMITS.maxChats)

/** What agents may know of each other, and the shape of the event `agent`. */
export const agentPresence = z
  .object({
    id,
    name: z.string(),
    status: agentStatus,
    activeChats: z.number().int(),
    maxChats: z.number().int(),
  })
  .meta({ id: 'AgentPresence' })

export const agent = z
  .object({ ...agentPresence.shape, email: z.string(), role, createdAt: timestamp })
  .meta({ id: 'Agent' })

export const password = text(LIMITS.passwordLength, LIMITS.passwordMinLength)
export const newAgent = z.strictObject({
  name: label(LIMITS.nameLength),
  email,
  password,
  role: role.optional(),
  maxChats: maxChats.optional(),
})
export const agentChange = newAgent.partial()

export type Agent = z.infer<typeof agent>
export type AgentPresence = z.infer<typeof agentPresence>
export type AgentStatus = z.infer<typeof agentStatus>
export type Role = z.infer<typeof role>
