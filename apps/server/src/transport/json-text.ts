const TEXT = Symbol('its JSON')

/** What a value is on the wire, made once for all who get the same one: a message goes to several, and back to its sender. */
export function jsonText(value: object & { [TEXT]?: string }): string {
  value[TEXT] ??= JSON.stringify(value)
  return value[TEXT]
}
