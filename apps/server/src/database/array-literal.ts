/**
 * Arrays as PostgreSQL reads them (its manual, "Array Value Input"). The driver makes them too, but looks at every value;
 * where thousands a second are sent, the sender knows what they hold.
 */

/** Of numbers, ids and other words that need no quotes. */
export function plainArray(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`
}

/** Of any text. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`
}

const SPECIAL = /["\\]/

function quoted(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`
}
