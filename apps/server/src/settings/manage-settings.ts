import type { Settings } from '@biometrics/chat-protocol'
import type { Services } from '../services.ts'
import { readSettings, type SettingsRow, writeSettings } from './settings-store.ts'

/** What holds for the whole installation. */
export async function getSettings({ database }: Pick<Services, 'database'>): Promise<Settings> {
  return view(await readSettings(database.query))
}

export async function changeSettings(
  services: Pick<Services, 'database'>,
  {
    awayAfterMinutes,
    answeredKeepMinutes,
    requireSecondFactor,
  }: { [K in keyof Settings]?: Settings[K] | undefined },
): Promise<Settings> {
  const change = {
    ...(awayAfterMinutes !== undefined && { away_after_minutes: awayAfterMinutes }),
    ...(answeredKeepMinutes !== undefined && { answered_keep_minutes: answeredKeepMinutes }),
    ...(requireSecondFactor !== undefined && { require_second_factor: requireSecondFactor }),
  }
  if (Object.keys(change).length > 0) await writeSettings(services.database.query, change)
  return getSettings(services)
}

export async function areSecondFactorsRequired({ database }: Pick<Services, 'database'>): Promise<boolean> {
  return (await readSettings(database.query)).require_second_factor
}

function view(row: SettingsRow): Settings {
  return {
    awayAfterMinutes: row.away_after_minutes,
    answeredKeepMinutes: row.answered_keep_minutes,
    requireSecondFactor: row.require_second_factor,
  }
}
