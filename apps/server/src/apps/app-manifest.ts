import type { AppRow } from './app-store.ts'

/** What makes the full-page chat of an app installable on a phone or computer. */
export function manifestOf(app: AppRow) {
  const address = addressOf(app.app_id)
  return {
    id: address,
    name: app.name,
    short_name: app.name,
    start_url: address,
    scope: address,
    display: 'standalone',
    theme_color: app.color,
    background_color: '#ffffff',
    icons: [{ src: `${address}/icon.svg`, sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  }
}

export function manifestLink(appId: string): string {
  return `<link rel="manifest" href="${addressOf(appId)}/manifest.webmanifest" />`
}

/** A speech bubble on the app's colour; the colour was checked when it was set. */
export function iconOf({ color }: Pick<AppRow, 'color'>): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56"><rect width="56" height="56" rx="12" fill="${color}"/><path d="M19 17h18a4 4 0 0 1 4 4v11a4 4 0 0 1-4 4h-8l-7 6v-6h-3a4 4 0 0 1-4-4v-11a4 4 0 0 1 4-4z" fill="#fff"/></svg>`
}

function addressOf(appId: string): string {
  return `/chat/${encodeURIComponent(appId)}`
}
