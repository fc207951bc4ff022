import { z } from 'zod'

/**
 * Text that PostgreSQL can store and every reader can encode: no NUL, no half of a surrogate pair.
 * Nothing is trimmed or normalised, so what was typed comes back to the byte.
 */
export function text(max: number, min = 0) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), {
      error: 'must not contain NUL or unpaired surrogates',
    })
}

/** A text in which something must be visible, such as a name or a title. */
export function label(max: number) {
  return text(max, 1).refine((value) => value.trim() !== '', { error: 'must not be blank' })
}

/** Any JSON value whose strings PostgreSQL can store; depth and size are bounded by the frame. */
export const json: z.ZodType<unknown> = z
  .unknown()
  .refine((value) => storable(value), { error: 'must not contain NUL or unpaired surrogates' })

function storable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (Array.isArray(value)) return value.every(storable)
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).every(([key, inner]) => storable(key) && storable(inner))
  }
  return true
}

/** A language tag (RFC 5646), as browsers name languages. */
export const language = text(35, 2).regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, {
  error: 'must be a language tag such as de or pt-BR',
})
