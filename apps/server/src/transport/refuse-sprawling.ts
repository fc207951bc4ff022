import { ChatError } from '@biometrics/chat-protocol'
import { ABUSE_LIMITS, type AbuseLimits } from '../limits/abuse-limits.ts'

/** How deep a value may be, and how many keys and items all of it may have. */
export interface Sprawl {
  depth: number
  keys: number
}

/** Of bodies, and of what a socket asks; they hold where nothing else is limited, too. */
export function sprawlOf(abuse: AbuseLimits | null, of: 'jsonKeys' | 'commandKeys'): Sprawl {
  const limits = abuse ?? ABUSE_LIMITS
  return { depth: limits.jsonDepth.most, keys: limits[of].most }
}

/** Before anything of ours walks through what others have made: a schema that refers to itself follows it all the way down. */
export function refuseSprawling(value: unknown, { depth, keys }: Sprawl): void {
  let level = [value]
  let left = keys
  for (let deep = 0; level.length > 0; deep++) {
    if (deep > depth) refuse(`is more than ${depth} levels deep`)
    const below: unknown[] = []
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue
      const inside = Object.values(one)
      left -= inside.length
      if (left < 0) refuse(`has more than ${keys} keys and items`)
      for (const each of inside) if (typeof each === 'object' && each !== null) below.push(each)
    }
    level = below
  }
}

function refuse(message: string): never {
  throw new ChatError('payload_too_large', `The JSON ${message}.`, { fields: [{ path: '', message }] })
}
