import type { HandOverReason, Message } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import type { BotRow } from './bot-store.ts'
import { isAngry } from './hand-over/is-angry.ts'
import { PERSON_VALUE, wantsPerson } from './hand-over/wants-person.ts'
import type { BotConversationRow } from './turn-store.ts'

const HOUR_MS = 3_600_000

interface Asked {
  bot: BotRow | undefined
  visitorId: string
  led: Pick<BotConversationRow, 'turns'>
  message: Message | null
}

/** Why a bot must not even speak; what it may say is used up by asking. */
export async function obstacleTo(
  { limiter }: Pick<Services, 'limiter'>,
  { bot, visitorId, led, message }: Asked,
): Promise<HandOverReason | null> {
  if (bot === undefined || bot.kind === 'off') return 'disabled'
  if (led.turns >= bot.turn_limit) return 'turn_limit'
  if (message !== null) {
    // A picture or a file is nothing that a bot can read.
    if (message.type !== 'text') return 'out_of_scope'
    const { text, value } = message.content
    if (value === PERSON_VALUE || wantsPerson(text)) return 'asked'
    if (isAngry(text)) return 'anger'
  }
  const ofVisitor = {
    name: `bot-turns-of-visitor-${bot.visitor_turns_per_hour}`,
    most: bot.visitor_turns_per_hour,
    withinMs: HOUR_MS,
  }
  if ((await limiter.take(ofVisitor, visitorId)) > 0) return 'budget'
  const ofApp = {
    name: `bot-turns-of-app-${bot.app_turns_per_day}`,
    most: bot.app_turns_per_day,
    withinMs: 24 * HOUR_MS,
  }
  return (await limiter.take(ofApp, bot.app_uuid)) > 0 ? 'budget' : null
}
