import { accentOn, mix } from './accent.ts'
import { luminance, readableOn } from './contrast.ts'

// From theme.css: the page itself, and the grey furthest from it that coloured text stands on.
const LIGHT = { surface: '#ffffff', bubble: '#f1f3f6', share: 0.13 }
const DARK = { surface: '#16181d', bubble: '#262a31', share: 0.26 }

/** Sets the app's colour, and those made from it, on the document. */
export function applyColor(color: string): void {
  const { style } = document.documentElement
  style.setProperty('--accent', color)
  style.setProperty('--on-accent', readableOn(color))
  for (const [name, { surface, bubble, share }] of Object.entries({ light: LIGHT, dark: DARK })) {
    const tint = mix(surface, color, share)
    const lighter = luminance(tint) > luminance(bubble)
    style.setProperty(`--tint-on-${name}`, tint)
    // What can be read on the harder of the two can be read on both.
    style.setProperty(`--accent-on-${name}`, accentOn(lighter === (name === 'dark') ? tint : bubble, color))
  }
}

/** Light or dark; `auto` follows the device for as long as nothing else is asked. Returns the function that ends it. */
export function applyTheme(theme: 'light' | 'dark' | 'auto'): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    document.documentElement.dataset.theme = theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme
  }
  apply()
  dark.addEventListener('change', apply)
  return () => dark.removeEventListener('change', apply)
}
