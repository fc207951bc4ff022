import type { VisitorClientOptions } from '@biometrics/chat-client'

export type SessionFacts = NonNullable<VisitorClientOptions['session']>

const PROFILE = ['name', 'email', 'phone'] as const

/** Who the page says the visitor is: `{token}` or `{id, hash}` is proof, everything else is only said. */
export function withIdentity(facts: SessionFacts, given: unknown): SessionFacts {
  const { token, id, hash, ...said } = asObject(given)
  const known = withAttributes(facts, said)
  if (isText(token)) return { ...known, identity: { token } }
  if (isText(id) && isText(hash)) return { ...known, identity: { id, hash } }
  return known
}

/** Name, e-mail and phone have their own places; whatever else the page says are attributes. */
export function withAttributes(facts: SessionFacts, given: unknown): SessionFacts {
  const { attributes, ...rest } = asObject(given)
  const visitor: NonNullable<SessionFacts['visitor']> = { ...facts.visitor }
  for (const name of PROFILE) {
    const value = rest[name]
    delete rest[name]
    if (isText(value)) visitor[name] = value
  }
  const added = { ...rest, ...asObject(attributes) }
  if (Object.keys(added).length > 0) visitor.attributes = { ...visitor.attributes, ...added }
  return { ...facts, visitor }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
