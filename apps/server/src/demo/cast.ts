import type { NewAgent } from '../agents/add-agent.ts'

/** Known to everybody who reads this: a demo must never be reachable from outside. */
const DEMO_PASSWORD = 'demo-only-password'

function agent(name: string, role: 'admin' | 'supervisor' | 'agent', maxChats: number) {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`
  return { name, email, password: DEMO_PASSWORD, role, maxChats } satisfies NewAgent
}

/** The people of the support desk, in the order in which they were hired. */
export const AGENTS = {
  ada: agent('Ada Lindqvist', 'admin', 4),
  ana: agent('Ana Ferreira', 'agent', 8),
  ben: agent('Ben Adler', 'agent', 8),
  chiara: agent('Chiara Russo', 'supervisor', 5),
  deniz: agent('Deniz Yılmaz', 'agent', 6),
} as const
export type AgentName = keyof typeof AGENTS
export const AGENT_NAMES = Object.keys(AGENTS) as AgentName[]

/** Groups beside the default one, which has everybody. */
export const GROUPS = {
  Enrollment: ['ana', 'chiara'],
  Billing: ['ada', 'ana'],
  Hardware: ['ben', 'deniz', 'chiara'],
} as const satisfies Record<string, readonly AgentName[]>
export type GroupName = keyof typeof GROUPS
