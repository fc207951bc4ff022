import { setImmediate } from 'node:timers/promises'

export type CountryOf = (timeZone: string | null) => string | null

let known: Promise<CountryOf> | undefined

/** In which country a time zone is, as ISO 3166 writes it: `Europe/Berlin` is in `DE`. Null: in none, or nobody knows. */
export function zoneCountries(): Promise<CountryOf> {
  known ??= readCountries()
  return known
}

/** A tenth of a second in all, so the chat is let through in between. */
async function readCountries(): Promise<CountryOf> {
  const countries = new Map<string, string>()
  for (const region of regions()) {
    for (const zone of timeZonesOf(region)) countries.set(zone, region)
    await setImmediate()
  }
  return (timeZone) => {
    if (timeZone === null) return null
    return countries.get(timeZone) ?? countries.get(usualName(timeZone)) ?? null
  }
}

/** Those that there are today. */
function regions(): string[] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter(
      (code) => names.of(code) !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`,
    )
}

function timeZonesOf(region: string): readonly string[] {
  // TypeScript's library does not know it yet.
  const locale = new Intl.Locale('und', { region }) as Intl.Locale & { getTimeZones(): string[] | undefined }
  return locale.getTimeZones() ?? []
}

/** Zones have older and newer names. */
function usualName(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return timeZone
  }
}
