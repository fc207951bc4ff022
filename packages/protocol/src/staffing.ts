import { z } from 'zod'
import { id, timestamp } from './ids.ts'

/** How many agents are needed when; what the figures mean and how they are computed is said in docs/metrics.md. */

const count = z.number().int().min(0)

export const staffingQuery = z.object({
  weeks: z.coerce.number().int().min(1).max(12).default(4).describe('whole weeks before today that count'),
  timeZone: z.string().max(64).default('UTC').describe('an IANA name: whose half hours these are'),
  groupId: id.optional(),
  slots: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('conversations an agent has at once; as agents offered in the mean, if nothing is said'),
  waitTime: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('seconds that the mean wait should stay below; the target, if nothing is said'),
})

export const staffingHalfHour = z
  .object({
    weekday: z.number().int().describe('1 is Monday'),
    time: z.string().describe('when it begins, `09:30`'),
    arrivals: count.describe('conversations that came to a queue in it, in all weeks together'),
    perHour: z.number().describe('arrivals in an hour, in the mean'),
    agents: z.number().int().nullable().describe('the fewest that keep the wait; null: more than a thousand'),
    wait: z.number().nullable().describe('seconds: the mean wait that they would give'),
    present: z.number().describe('agents who were online, in the mean of those weeks'),
    presentWait: z
      .number()
      .nullable()
      .describe('seconds: the mean wait that these would give; null: more comes than they can handle'),
  })
  .meta({ id: 'StaffingHalfHour' })

export const staffingReply = z
  .object({
    from: timestamp,
    to: timestamp.describe('the beginning of today'),
    timeZone: z.string(),
    weeks: count.describe('whole weeks that there was something to count in'),
    groupId: id.nullable(),
    waitTime: count.describe('seconds that the mean wait should stay below'),
    slots: count.describe('conversations an agent has at once'),
    conversations: count.describe('that came to a queue'),
    handling: z
      .object({
        n: count,
        mean: z.number().nullable().describe('seconds'),
        variation: z.number().nullable().describe('variance over the square of the mean'),
      })
      .describe('how long conversations took the place of an agent'),
    patience: z
      .object({ n: count, mean: z.number().nullable().describe('seconds until people give up') })
      .describe('n is how many gave up; without enough of them nobody is taken to'),
    model: z.enum(['erlangC', 'erlangA']),
    tooLittle: z
      .object({ days: count, daysNeeded: count, conversations: count, conversationsNeeded: count })
      .nullable()
      .describe('not null: there is too little data, and no half hour is planned'),
    halfHours: z.array(staffingHalfHour).describe('336 from Monday 00:00 on; none where there is too little'),
  })
  .meta({ id: 'StaffingPlan' })

export type StaffingQuery = z.infer<typeof staffingQuery>
export type StaffingHalfHour = z.infer<typeof staffingHalfHour>
export type StaffingPlan = z.infer<typeof staffingReply>
