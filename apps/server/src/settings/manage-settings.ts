import type { Settings } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { readSettings, type SettingsRow, writeSettings } from './settings-store.ts'

/** What holds for the whole installation. */
export async function getSettings({ database }: Pick<Services, 'database'>): Promise<Settings> {
  return view(await readSettings(database.query))
}

export async function changeSettings(
  services: Pick<Services, 'database'>,
  { awayAfterMinutes, answeredKeepMinutes }: { [K in keyof Settings]?: Settings[K] | undefined },
): Promise<Settings> {
  const change = {
    ...(awayAfterMinutes !== undefined && { away_after_minutes: awayAfterMinutes }),
    ...(answeredKeepMinutes !== undefined && { answered_keep_minutes: answeredKeepMinutes }),
  }
  if (Object.keys(change).length > 0) await writeSettings(services.database.query, change)
  return getSettings(services)
}

function view(row: SettingsRow): Settings {
  return { awayAfterMinutes: row.away_after_minutes, answeredKeepMinutes: row.answered_keep_minutes }
}
