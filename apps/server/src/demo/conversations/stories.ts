import type { Story } from '../script.ts'
import { durationMs } from '../timing.ts'
import { billing } from './billing.ts'
import { developers } from './developers.ts'
import { devices } from './devices.ts'
import { enrolment } from './enrolment.ts'
import { general, justNow } from './general.ts'
import { german } from './german.ts'
import { languages } from './languages.ts'
import { privacy } from './privacy.ts'
import { rollOut } from './roll-out.ts'

/** All but the last; the longest first because it takes longest to play, then the oldest. */
export const STORIES: readonly Story[] = [
  rollOut,
  ...[devices, enrolment, developers, privacy, billing, german, languages, general]
    .flat()
    .sort((one, other) => durationMs(other.ago) - durationMs(one.ago)),
]

/** Played when all others are there, so that its presence tells that the demo is complete. */
export const LAST_STORY = justNow
