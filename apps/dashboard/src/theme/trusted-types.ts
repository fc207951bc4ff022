interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown
}

/**
 * The page's policy lets no string become markup. Mantine writes its styles that way, and styles have no `<`: what has none
 * makes no element, so that much goes through and everything else throws. Once, before anything is drawn.
 */
export function letStylesThrough(): void {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes }
  trustedTypes?.createPolicy('default', { createHTML: (text) => (text.includes('<') ? null : text) })
}
