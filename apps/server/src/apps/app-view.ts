import type { App, WidgetConfig } from '@biometrics/chat-protocol'
import type { AppRow } from './app-store.ts'

/** What every page may know of an app. */
export function widgetConfig(row: AppRow): WidgetConfig {
  return {
    appId: row.app_id,
    name: row.name,
    position: row.position,
    color: row.color,
    greeting: row.greeting,
    language: row.language,
  }
}

/** For admins: with the origins and the secret. */
export function appView(row: AppRow): App {
  return {
    ...widgetConfig(row),
    id: row.id,
    allowedOrigins: row.allowed_origins,
    previousAgentFirst: row.previous_agent_first,
    reopenDays: row.reopen_days,
    closeForm: row.close_form,
    calendarId: row.calendar_id,
    messageWhenNobodyOnline: row.message_when_nobody_online,
    identitySecret: row.identity_secret,
  }
}
