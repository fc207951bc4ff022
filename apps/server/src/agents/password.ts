import { hash, verify } from '@node-rs/argon2'
import { createQueue } from '../limits/queue.ts'

/** argon2id (the library's default) with OWASP's minimum: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Each takes memory and a core for a moment: a flood of sign-ins waits in line, and then is told to come again. */
const queue = createQueue({ parallel: 4, mostWaiting: 50 })

export function hashPassword(password: string): Promise<string> {
  return queue.run(() => hash(password, OPTIONS))
}

/** Takes as long for an address that nobody has, so that the time does not tell which addresses exist. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const known = stored ?? (await nobodysHash)
  const matches = await queue.run(() => verify(known, password))
  return matches && stored !== undefined
}

const nobodysHash = hashPassword('nobody has this password')
