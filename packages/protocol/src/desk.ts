import { z } from 'zod'
import { priority, tags } from './conversation.ts'
import { id } from './ids.ts'
import { LIMITS } from './limits.ts'
import { label, text } from './text.ts'

/** What agents keep for their work. */

const kept = {
  name: label(LIMITS.titleLength),
  shared: z.boolean().describe('for everybody; admins make these. Otherwise it is its agent’s own'),
}

const VIEW_FILTERS = new Set(['status', 'assignee', 'groupId', 'priority', 'tag'])
/** The query of a list, without the question mark. */
const viewQuery = text(LIMITS.urlLength, 1).refine(
  (value) => [...new URLSearchParams(value).keys()].every((key) => VIEW_FILTERS.has(key)),
  { error: 'must be a query of status, assignee, groupId, priority and tag' },
)
const view = { ...kept, query: viewQuery.describe('as in `GET /conversations?…`') }
export const savedView = z.object({ id, ...view }).meta({ id: 'SavedView' })
export const newSavedView = z.strictObject({ ...view, shared: kept.shared.default(false) })
export const savedViewChange = z.strictObject(view).partial()

const words = text(LIMITS.textLength, 1)
/** One step of a macro, done to the open conversation. Texts take variables like canned responses. */
export const macroAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('take') }),
  z.strictObject({ kind: z.literal('reply'), text: words }),
  z.strictObject({ kind: z.literal('note'), text: words }),
  z.strictObject({ kind: z.literal('add_tags'), tags: tags.min(1) }),
  z.strictObject({ kind: z.literal('remove_tags'), tags: tags.min(1) }),
  z.strictObject({ kind: z.literal('priority'), priority }),
  z.strictObject({ kind: z.literal('transfer_to_agent'), agentId: id }),
  z.strictObject({ kind: z.literal('transfer_to_group'), groupId: id }),
  z.strictObject({
    kind: z.literal('snooze'),
    minutes: z
      .number()
      .int()
      .min(1)
      .max(LIMITS.minutes)
      .nullable()
      .describe('null: until the visitor writes'),
  }),
  z.strictObject({ kind: z.literal('close'), resolved: z.boolean() }),
])
const macroFields = { ...kept, actions: z.array(macroAction).min(1).max(LIMITS.macroActions) }
export const macro = z.object({ id, ...macroFields }).meta({ id: 'Macro' })
export const newMacro = z.strictObject({ ...macroFields, shared: kept.shared.default(false) })
export const macroChange = z.strictObject(macroFields).partial()

export type SavedView = z.infer<typeof savedView>
export type Macro = z.infer<typeof macro>
export type MacroAction = z.infer<typeof macroAction>
