import type { Breach } from '@biometrics/chat-protocol'
import { startOfToday } from '../calendars/local-days.ts'
import { isUnavailable } from '../database/errors.ts'
import type { Services } from '../services.ts'
import { handOutBreach } from '../webhooks/hand-out-breach.ts'
import { forgetUnwatched, keepBreaches, listWatched, type WatchedRow } from './breach-store.ts'
import { readSide } from './read-overview.ts'
import { TILES, tileOf, valueOf } from './read-tiles.ts'
import { settle } from './settle.ts'
import { DEFAULT_TARGETS } from './targets.ts'

const LOOK_MS = 60_000
/** What fewer conversations say is no reason to call anybody. */
const ENOUGH = 5
const NOTHING = { value: null, n: 0, median: null, p90: null }

type BreachServices = Pick<Services, 'database' | 'reports' | 'clock' | 'deliver'> & {
  webhooks: Pick<Services['webhooks'], 'wake'>
}

export interface BreachWatch {
  /** A figure may have changed. */
  touch(): void
  stop(): Promise<void>
}

/**
 * Tells of each figure of today that comes to miss its target, once until it is met again: agents at once, webhooks by the
 * transaction that says that it is told. At most one look a minute, and none while nothing changes.
 */
export function watchBreaches(services: BreachServices, onError: (error: unknown) => void): BreachWatch {
  const { clock } = services
  let isStopped = false
  let isStale = false
  let cancel: (() => void) | undefined
  let looking: Promise<void> | undefined

  function touch() {
    isStale = true
    plan()
  }

  function plan() {
    if (isStopped || looking) return
    cancel ??= clock.after(LOOK_MS, () => {
      cancel = undefined
      isStale = false
      looking = lookForBreaches(services)
        .catch((error: unknown) => {
          isStale = true
          if (!isStopped && !isUnavailable(error)) onError(error)
        })
        .finally(() => {
          looking = undefined
          if (isStale) plan()
        })
    })
  }

  return {
    touch,
    async stop() {
      isStopped = true
      cancel?.()
      await looking
    },
  }
}

async function lookForBreaches(services: BreachServices): Promise<void> {
  const { database, reports } = services
  await settle(reports.query, null)
  await forgetUnwatched(database.query)
  for (const watched of await listWatched(database.query)) await lookAt(services, watched)
}

async function lookAt(
  { database, reports, clock, deliver, webhooks }: BreachServices,
  { group_id: groupId, group_name: groupName, wanted, time_zone, figures }: WatchedRow,
): Promise<void> {
  const now = clock.now()
  const from = startOfToday(time_zone, now)
  const today = await readSide(reports.query, { from, to: now, groupId: groupId ?? undefined })
  const breaches = TILES.flatMap((figure): Breach[] => {
    const { value, target, n, isMissed } = tileOf(
      figure,
      valueOf(today, figure),
      NOTHING,
      wanted ?? DEFAULT_TARGETS,
    )
    if (!isMissed || value === null || target === null || n < ENOUGH) return []
    return [{ figure, value, n, target, groupId, groupName, at: now.toISOString() }]
  })
  const missed = breaches.map(({ figure }) => figure)
  if (missed.length === figures.length && missed.every((figure) => figures.includes(figure))) return
  const fresh = await database.query.transaction().execute(async (trx) => {
    const told = await keepBreaches(trx, groupId, missed, now)
    const news = breaches.filter(({ figure }) => told.includes(figure))
    for (const breach of news) await handOutBreach(trx, breach, now)
    return news
  })
  for (const breach of fresh) deliver({ event: 'breach', payload: breach, to: [{ agents: true }] })
  if (fresh.length > 0) webhooks.wake()
}
