import { hash, verify } from '@node-rs/argon2'

/** argon2id (the library's default) with OWASP's minimum: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS)
}

/** Takes as long for an address that nobody has, so that the time does not tell which addresses exist. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await nobodysHash), password)
  return matches && stored !== undefined
}

const nobodysHash = hashPassword('nobody has this password')
