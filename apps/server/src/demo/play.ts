import { createHmac } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { closeConversation } from '../conversations/close-conversation.ts'
import { markRead } from '../conversations/mark-read.ts'
import { prioritizeConversation } from '../conversations/prioritize-conversation.ts'
import { rateConversation } from '../conversations/rate-conversation.ts'
import { startConversation } from '../conversations/start-conversation.ts'
import { tagConversation } from '../conversations/tag-conversation.ts'
import { takeConversation } from '../conversations/take-conversation.ts'
import { transferConversation } from '../conversations/transfer-conversation.ts'
import type { VisitorSession } from '../session.ts'
import { openVisitorSession } from '../visitors/open-session.ts'
import { viewPage } from '../visitors/update-visitor.ts'
import type { AgentName, GroupName } from './cast.ts'
import { at, type Scene, type Stage, sessionOf } from './scene.ts'
import type { Step, Story } from './script.ts'
import { speak } from './speak.ts'
import { timesOf } from './timing.ts'

const ARRIVES_BEFORE_MS = 95_000
const NO_PAGE = { origin: undefined, ownPage: true }

/** Plays a story through the ordinary actions, each at the time of the story, and tells nobody. */
export async function play(stage: Stage, story: Story, end: Date): Promise<void> {
  const times = timesOf(story, end)
  const scene = await open(stage, story, times[0] ?? end)
  let before = scene.now
  for (const [index, step] of story.steps.entries()) {
    scene.now = times[index] ?? before
    if (index > 0) await takeBeforeSpeaking(scene, step, before)
    await perform(scene, step)
    if (index === 0) await sort(scene, story)
    before = scene.now
  }
  await leaveMarks(scene, story, times)
}

async function open(stage: Stage, story: Story, now: Date): Promise<Scene> {
  const nowhere = { conversationId: '', holder: null, seq: 0, publicSeq: 0, offer: null }
  const read = { agent: 0, visitor: 0 }
  const arrival = new Date(now.getTime() - ARRIVES_BEFORE_MS)
  const visitor = await arrive({ ...stage, services: at(stage.services, arrival) }, story)
  const scene: Scene = { ...stage, ...nowhere, read, now, visitor, services: stage.services }
  // The scene's services always tell the time of the story.
  scene.services = { ...at(stage.services, now), clock: { ...stage.services.clock, now: () => scene.now } }
  const { conversation } = await startConversation(scene.services, visitor, {
    clientId: uuid(),
    ...(story.subject !== undefined && { subject: story.subject }),
    ...(story.prechat && { prechat: story.prechat }),
    ...(story.group && { groupId: stage.groups[story.group] }),
  })
  scene.conversationId = conversation.id
  return scene
}

async function arrive({ services, app }: Stage, { visitor }: Story): Promise<VisitorSession> {
  const { customerId, language, timeZone, page, ...profile } = visitor
  const proof = customerId !== undefined && {
    id: customerId,
    hash: createHmac('sha256', app.identity_secret).update(customerId).digest('hex'),
  }
  const opened = await openVisitorSession(
    services,
    { appId: app.app_id, visitor: profile, language, timeZone, page, ...(proof && { identity: proof }) },
    NO_PAGE,
  )
  const { id, name } = opened.visitor
  return { kind: 'visitor', visitorId: id, name, appUuid: app.id, appId: app.app_id, pageHours: null }
}

async function sort({ services, agents, conversationId }: Scene, story: Story): Promise<void> {
  if (story.priority) await prioritizeConversation(services, agents.chiara, conversationId, story.priority)
  if (story.tags) await tagConversation(services, agents.chiara, conversationId, story.tags)
}

/** Nobody answers without having taken the conversation a moment before. */
async function takeBeforeSpeaking(scene: Scene, step: Step, before: Date): Promise<void> {
  if (step.does !== 'say' || step.note || scene.holder !== null || !(step.who in scene.agents)) return
  const spoken = scene.now
  scene.now = new Date(before.getTime() + (spoken.getTime() - before.getTime()) * 0.6)
  await act(scene, { does: 'take', who: step.who as AgentName, after: null })
  scene.now = spoken
}

async function perform(scene: Scene, step: Step): Promise<void> {
  await act(scene, step)
  const who = step.does === 'rate' ? 'visitor' : step.who
  if (who === 'visitor') scene.read.visitor = scene.publicSeq
  else if (who in scene.agents) scene.read.agent = scene.seq
}

async function act(scene: Scene, step: Step): Promise<unknown> {
  const { services, agents, conversationId } = scene
  switch (step.does) {
    case 'say':
      return speak(scene, step)
    case 'take':
      scene.holder = step.who
      return takeConversation(services, agents[step.who], conversationId)
    case 'transfer':
      return transfer(scene, step)
    case 'close':
      return closeConversation(services, sessionOf(scene, step.who), conversationId, step.resolved)
    case 'rate': {
      const { score, comment } = step
      const rating = { conversationId, score, ...(comment !== null && { comment }) }
      return rateConversation(services, scene.visitor, rating)
    }
    case 'see':
      return undefined
  }
}

function transfer(scene: Scene, { who, to, note }: Extract<Step, { does: 'transfer' }>): Promise<unknown> {
  const { services, agents, groups, conversationId } = scene
  scene.seq += 1
  scene.holder = isGroup(groups, to) ? null : to
  const target = isGroup(groups, to) ? { toGroupId: groups[to] } : { toAgentId: agents[to].agentId }
  return transferConversation(services, agents[who], { conversationId, note, ...target })
}

function isGroup(groups: Record<GroupName, string>, name: AgentName | GroupName): name is GroupName {
  return name in groups
}

/** Read marks grow, so setting the last ones is enough; the visitor was last seen when they last did something. */
async function leaveMarks(scene: Scene, story: Story, times: Date[]): Promise<void> {
  const { services, agents, visitor, conversationId, read } = scene
  await markRead(services, agents.ana, { conversationId, seq: read.agent })
  await markRead(services, visitor, { conversationId, seq: read.visitor })
  const last = story.steps.findLastIndex((step) => step.does === 'rate' || step.who === 'visitor')
  scene.now = times[last] ?? scene.now
  await viewPage(services, visitor, story.visitor.page)
}
