import { ChatError } from '@biometrics/chat-protocol'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** Beyond it judging would only take longer; what is guessed is guessed by its beginning. */
const JUDGED_LENGTH = 128
/** Of 0 to 4: what takes more than 10⁸ tries is held by argon2id and by the limit on tries. */
const LEAST_SCORE = 3
const PRODUCT_WORDS = ['biometrics', 'livechat', 'chat', 'support', 'dashboard', 'agent', 'admin']

let judge: Promise<ZxcvbnFactory> | undefined

/** A megabyte of words, for the few times that somebody chooses a password. */
async function loadJudge(): Promise<ZxcvbnFactory> {
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common')
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
}

/**
 * Refuses what is tried first: the passwords that people use most, also longer, mirrored or with digits for letters; rows of
 * the keyboard, repetitions, dates, and the words of this product and of the person.
 */
export async function judgePassword(
  password: string,
  person: { name?: string; email?: string },
): Promise<void> {
  judge ??= loadJudge()
  const own = [
    person.name,
    person.email,
    ...(person.name ?? '').split(/\s+/),
    ...(person.email ?? '').split(/[@.]/),
  ]
  const words = [...own.filter((word) => word !== undefined && word !== ''), ...PRODUCT_WORDS] as string[]
  const { score } = (await judge).check(password.slice(0, JUDGED_LENGTH), words)
  if (score >= LEAST_SCORE) return
  throw new ChatError('password_guessable', undefined, {
    fields: [{ path: 'password', message: 'is too easy to guess' }],
  })
}
