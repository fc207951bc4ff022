import type { Group, GroupBody } from '@biometrics/chat-protocol'

/** A group as its form has it: every field there, nulls for what is switched off. */
export type GroupValues = Omit<Group, 'id' | 'isDefault' | 'agentIds'>

export const NEW_GROUP: GroupValues = {
  name: '',
  members: [],
  routing: 'automatic',
  skills: [],
  matchLanguage: false,
  relaxAfterSeconds: 120,
  overflowGroupId: null,
  overflowAfterMinutes: null,
  overflowWhenNobodyOnline: false,
  greeting: null,
  offerTimeoutMinutes: null,
  silenceMinutes: null,
  autoCloseMinutes: null,
  calendarId: null,
}

export function valuesOf({ id: _, isDefault: __, agentIds: ___, ...values }: Group): GroupValues {
  return values
}

/** Where something is wrong in it, by the field's name. */
export function groupProblems({
  name,
  overflowGroupId,
  overflowAfterMinutes,
  overflowWhenNobodyOnline,
  silenceMinutes,
  autoCloseMinutes,
}: GroupValues) {
  const overflows = overflowAfterMinutes !== null || overflowWhenNobodyOnline
  return {
    name: name.trim() === '' ? 'nameMissing' : null,
    overflowGroupId: overflows && overflowGroupId === null ? 'overflowGroupMissing' : null,
    overflowAfterMinutes: overflowGroupId !== null && !overflows ? 'overflowWhenMissing' : null,
    autoCloseMinutes:
      autoCloseMinutes !== null && silenceMinutes !== null && autoCloseMinutes < silenceMinutes
        ? 'autoCloseBeforeSilence'
        : null,
  } as const
}

export type GroupProblem = NonNullable<
  ReturnType<typeof groupProblems>[keyof ReturnType<typeof groupProblems>]
>

/** What is sent: a greeting of spaces is none. */
export function bodyOf({ name, greeting, ...values }: GroupValues): GroupBody {
  return { ...values, name: name.trim(), greeting: greeting?.trim() || null }
}
