/** Names are letters, digits and a few signs: whatever else is typed is left out. */
export function nameOf(typed: string): string {
  return typed.replaceAll(/[^A-Za-z0-9_.-]/g, '').replace(/^[^A-Za-z]+/, '')
}
