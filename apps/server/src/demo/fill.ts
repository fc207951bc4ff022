import { addAgent } from '../agents/add-agent.ts'
import { listAgents } from '../agents/manage-agents.ts'
import { findAppByName } from '../apps/find-app.ts'
import { addCannedResponse, listCannedResponses } from '../canned-responses/manage-canned-responses.ts'
import { listConversations } from '../conversations/list-conversations.ts'
import { addGroup, listGroups } from '../groups/manage-groups.ts'
import { StartError } from '../lifecycle/start-error.ts'
import type { RunningServer } from '../server.ts'
import type { Services } from '../services.ts'
import type { AgentSession } from '../session.ts'
import { CANNED_RESPONSES } from './canned-responses.ts'
import { AGENT_NAMES, AGENTS, type AgentName, GROUPS, type GroupName } from './cast.ts'
import { LAST_STORY, STORIES } from './conversations/stories.ts'
import { play } from './play.ts'
import { at, type Stage } from './scene.ts'
import type { Story } from './script.ts'

const APP_ID = 'biometrics-web'
const AT_ONCE = 8
const MANY = 200
/** The desk is older than its oldest conversation. */
const OPENED_BEFORE_MS = 240 * 86_400_000

export interface Demo {
  /** Who can sign in, for the banner. */
  accounts: { name: string; email: string; password: string }[]
}

/**
 * Fills an empty installation with a support desk in the middle of its day. What is there is not made again, so the next
 * start changes nothing, and one that was interrupted is completed.
 */
export async function fillDemo({ services }: Pick<RunningServer, 'services'>): Promise<Demo> {
  const now = services.clock.now()
  const early = at(services, new Date(now.getTime() - OPENED_BEFORE_MS))
  const agents = await hire(early)
  const stage: Stage = {
    services,
    agents,
    app: await findDemoApp(services),
    groups: await group(early, agents),
  }
  if (!(await isTold(stage, LAST_STORY))) {
    await prepareResponses(early)
    const told = await Promise.all(STORIES.map((story) => isTold(stage, story)))
    const untold = STORIES.filter((_, index) => !told[index])
    await inParallel(untold, (story) => play(stage, story, now))
    await play(stage, LAST_STORY, now)
  }
  const accounts = [AGENTS.ada, AGENTS.ana, AGENTS.ben]
  return { accounts: accounts.map(({ name, email, password }) => ({ name, email, password })) }
}

async function findDemoApp({ database }: Services) {
  const app = await findAppByName(database.query, APP_ID)
  if (!app) throw new StartError(`The demo needs the app "${APP_ID}", and this installation has removed it.`)
  return app
}

async function hire(services: Services): Promise<Record<AgentName, AgentSession>> {
  const known = await listAgents(services, undefined, MANY)
  const find = (name: AgentName) => known.find(({ email }) => email === AGENTS[name].email)
  // Everybody knows the demo's passwords, so they must never open an installation that is in use.
  if (known.length > 0 && !find('ada')) {
    throw new StartError('This installation is in use; the demo needs a data folder or database of its own.')
  }
  const sessions: Partial<Record<AgentName, AgentSession>> = {}
  for (const name of AGENT_NAMES) {
    const { id, role } = find(name) ?? (await addAgent(services, AGENTS[name]))
    sessions[name] = { kind: 'agent', agentId: id, name: AGENTS[name].name, role, onlyGroups: null }
  }
  return sessions as Record<AgentName, AgentSession>
}

async function group(
  services: Services,
  agents: Record<AgentName, AgentSession>,
): Promise<Record<GroupName, string>> {
  const known = await listGroups(services, undefined, MANY)
  const ids: Partial<Record<GroupName, string>> = {}
  for (const name of Object.keys(GROUPS) as GroupName[]) {
    const agentIds = GROUPS[name].map((member) => agents[member].agentId)
    const found = known.find((one) => one.name === name) ?? (await addGroup(services, { name, agentIds }))
    ids[name] = found.id
  }
  return ids as Record<GroupName, string>
}

async function prepareResponses(services: Services): Promise<void> {
  const known = await listCannedResponses(services, null, undefined, MANY)
  for (const response of CANNED_RESPONSES) {
    if (!known.some(({ shortcut }) => shortcut === response.shortcut)) {
      await addCannedResponse(services, response)
    }
  }
}

/** Whether somebody of the visitor's name has written; those without a name cannot be found again. */
async function isTold({ services, agents }: Stage, { visitor }: Story): Promise<boolean> {
  if (visitor.name === undefined) return false
  const { items } = await listConversations(services, agents.ada, { q: visitor.name, limit: 1 })
  return items.length > 0
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
