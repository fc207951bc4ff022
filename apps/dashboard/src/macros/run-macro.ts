import type { AgentClient } from '@biometrics/chat-client'
import type { Agent, Conversation, MacroAction } from '@biometrics/chat-protocol'
import { fillIn, variablesIn } from '../composer/canned.ts'

const MINUTE_MS = 60_000

/** A text of the macro has variables that nobody knows; nothing was done. */
export class UnknownVariables extends Error {
  names: readonly string[]
  constructor(names: readonly string[]) {
    super('unknown variables')
    this.names = names
  }
}

type Client = Pick<AgentClient, 'take' | 'send' | 'setTags' | 'prioritize' | 'transfer' | 'snooze' | 'close'>

/**
 * Step after step; one that fails ends it, and what was done stays done. Texts are looked at before the first step, so that
 * a visitor never reads a variable.
 */
export async function runMacro(
  client: Client,
  actions: readonly MacroAction[],
  conversation: Conversation,
  me: Agent,
  now: number,
): Promise<void> {
  const unknown = actions.flatMap((action) =>
    action.kind === 'reply' ? variablesIn(fillIn(action.text, conversation, me)) : [],
  )
  if (unknown.length > 0) throw new UnknownVariables(unknown)
  let current = conversation
  for (const action of actions) current = (await act(client, action, current, me, now)) ?? current
}

async function act(
  client: Client,
  action: MacroAction,
  conversation: Conversation,
  me: Agent,
  now: number,
): Promise<Conversation | undefined> {
  const { id, tags } = conversation
  const say = (text: string, visibility?: 'note') => {
    const words = fillIn(text, conversation, me).trim()
    if (words !== '')
      client.send(id, { type: 'text', content: { text: words }, ...(visibility && { visibility }) })
    return undefined
  }
  switch (action.kind) {
    case 'take':
      return conversation.agentId === me.id ? undefined : client.take(id)
    case 'reply':
      return say(action.text)
    case 'note':
      return say(action.text, 'note')
    case 'add_tags':
      return client.setTags(id, [...new Set([...tags, ...action.tags])])
    case 'remove_tags':
      return client.setTags(
        id,
        tags.filter((tag) => !action.tags.includes(tag)),
      )
    case 'priority':
      return client.prioritize(id, action.priority)
    case 'transfer_to_agent':
      return client.transfer(id, { toAgentId: action.agentId })
    case 'transfer_to_group':
      return client.transfer(id, { toGroupId: action.groupId })
    case 'snooze':
      return client.snooze(
        id,
        action.minutes === null ? null : new Date(now + action.minutes * MINUTE_MS).toISOString(),
      )
    case 'close':
      return client.close(id, action.resolved)
  }
}
