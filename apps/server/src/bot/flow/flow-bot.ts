import type { Flow } from '@biometrics/chat-protocol'
import type { Bot } from '../bot.ts'
import { runFlow } from './run-flow.ts'

/** A flow behind the port; questions of its own steps go to the knowledge bot. */
export function createFlowBot(flow: Flow, knowledge: Bot): Bot {
  return {
    processMessage: (message, context) =>
      runFlow(flow, message, context, (asked, inner) => knowledge.processMessage(asked, inner)),
  }
}
