import { luminance, parseColor } from './contrast.ts'

const READABLE_RATIO = 4.5
const STEP = 0.08

/** WCAG contrast of two colours, 1–21. */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** `accent`, moved towards black or white until text in it can be read on `surface`. */
export function accentOn(surface: string, accent: string): string {
  const target = luminance(surface) > 0.5 ? '#000000' : '#ffffff'
  let color = accent
  for (let share = STEP; contrast(color, surface) < READABLE_RATIO && share <= 1; share += STEP) {
    color = mix(accent, target, share)
  }
  return color
}

/** `share` of `other` in `color`, 0–1. */
export function mix(color: string, other: string, share: number): string {
  const to = parseColor(other)
  const channels = parseColor(color).map((from, i) => Math.round(from + ((to[i] ?? 0) - from) * share))
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
