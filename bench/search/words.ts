import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'

const VOCABULARY = 20_000
const WORDS = 12
const LENGTH = 7
const DIGITS = '0123456789'
/** A word is letters: no number, and no part of an address. */
const LETTERS = 'ghijklmnop'

/** The word of a rank; the second is half as frequent as the first. */
export function wordOf(rank: number): string {
  const digest = createHash('md5').update(String(rank)).digest('hex').slice(0, LENGTH)
  return digest.replace(/\d/g, (digit) => LETTERS[DIGITS.indexOf(digit)] as string)
}

/** What the message of a number says: words of which each is as frequent as its rank says. */
export function messageOf(n: RawBuilder<unknown>): RawBuilder<unknown> {
  const share = sql`((hashtextextended(i::text, ${n}) & 4294967295)::float8 / 4294967296)`
  const rank = sql`floor(exp(${share} * ln(${VOCABULARY}::float8)))::int`
  return sql`(
    select string_agg(translate(left(md5((${rank})::text), ${LENGTH}::int), ${DIGITS}, ${LETTERS}), ' ' order by i)
    from generate_series(1, ${WORDS}::int) i
  )`
}
