import type { App, WidgetConfig } from '@biometrics/chat-protocol'
import type { AppRow } from './app-store.ts'

/** What every page may know of an app. */
export function widgetConfig(row: AppRow, groups: WidgetConfig['groups']): WidgetConfig {
  return { ...looks(row), ...settings(row), groups }
}

function looks({ app_id: appId, name, position, color, greeting, language }: AppRow) {
  return { appId, name, position, color, greeting, language }
}

function settings({ widget }: AppRow) {
  const { prechatForm = null, sound = null, businessHours = null, greetingRules = null } = widget
  return { prechatForm, sound, businessHours, greetingRules, typingPreview: widget.typingPreview ?? false }
}

/** What the loader knows of an app before anybody has asked for it: what differs from what it would do anyway. */
export function loaderLook(row: AppRow): Record<string, unknown> {
  const { greetingRules } = row.widget
  return {
    ...(row.position !== 'bottom-right' && { position: row.position }),
    color: row.color,
    ...(row.greeting && { greeting: row.greeting }),
    ...(greetingRules && { greetingRules }),
  }
}

/** For admins: with the origins and the secret. */
export function appView(row: AppRow): App {
  return {
    ...looks(row),
    ...settings(row),
    choosableGroupIds: row.widget.choosableGroupIds ?? [],
    id: row.id,
    allowedOrigins: row.allowed_origins,
    previousAgentFirst: row.previous_agent_first,
    reopenDays: row.reopen_days,
    closeForm: row.close_form,
    calendarId: row.calendar_id,
    messageWhenNobodyOnline: row.message_when_nobody_online,
    keepConversationsDays: row.keep_conversations_days,
    keepFilesDays: row.keep_files_days,
    identitySecret: row.identity_secret,
    previousIdentitySecret: row.previous_identity_secret,
    identityPolicy: row.identity_policy,
  }
}
