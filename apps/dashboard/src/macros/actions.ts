import type { MacroAction } from '@biometrics/chat-protocol'

/** In the order in which they are offered. */
export const KINDS = [
  'reply',
  'note',
  'add_tags',
  'remove_tags',
  'priority',
  'take',
  'transfer_to_agent',
  'transfer_to_group',
  'snooze',
  'close',
] as const satisfies readonly MacroAction['kind'][]

const HOUR_MINUTES = 60

export function newAction(kind: MacroAction['kind']): MacroAction {
  switch (kind) {
    case 'take':
      return { kind }
    case 'reply':
    case 'note':
      return { kind, text: '' }
    case 'add_tags':
    case 'remove_tags':
      return { kind, tags: [] }
    case 'priority':
      return { kind, priority: 'high' }
    case 'transfer_to_agent':
      return { kind, agentId: '' }
    case 'transfer_to_group':
      return { kind, groupId: '' }
    case 'snooze':
      return { kind, minutes: HOUR_MINUTES }
    case 'close':
      return { kind, resolved: true }
  }
}

/** Whether it says everything that it takes to do it. */
export function isWhole(action: MacroAction): boolean {
  switch (action.kind) {
    case 'reply':
    case 'note':
      return action.text.trim() !== ''
    case 'add_tags':
    case 'remove_tags':
      return action.tags.length > 0
    case 'transfer_to_agent':
      return action.agentId !== ''
    case 'transfer_to_group':
      return action.groupId !== ''
    default:
      return true
  }
}
