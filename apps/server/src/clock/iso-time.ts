let last = { ms: Number.NaN, text: '' }

/** A time in ISO 8601. Of thousands a second many are of the same millisecond, and making the text is dear. */
export function isoTime(time: Date): string {
  const ms = time.getTime()
  if (ms !== last.ms) last = { ms, text: time.toISOString() }
  return last.text
}
