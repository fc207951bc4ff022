import { accentOn } from './accent.ts'
import { readableOn } from './contrast.ts'

// The surfaces that coloured text stands on, from theme.css: the darkest light one, the lightest dark one.
const LIGHT_SURFACE = '#f1f3f6'
const DARK_SURFACE = '#262a31'

/** Sets the app's colour, and those made from it, on the document. */
export function applyColor(color: string): void {
  const { style } = document.documentElement
  style.setProperty('--accent', color)
  style.setProperty('--on-accent', readableOn(color))
  style.setProperty('--accent-on-light', accentOn(LIGHT_SURFACE, color))
  style.setProperty('--accent-on-dark', accentOn(DARK_SURFACE, color))
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
