import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { Link } from '../delivery/link.ts'
import { createRedisBus } from '../delivery/redis-bus.ts'
import { createRedisLimiter } from '../limits/redis-limiter.ts'
import { openRedisClient } from './redis-client.ts'
import type { SharedParts, SharedPartsOptions } from './shared-parts.ts'

/** Two connections that are silent look like two that are dead, so each is asked something. */
const LINK_CHECK_MS = 1_000
const START_WAIT_MS = 2_000

type Options = SharedPartsOptions & { redisUrl: string }

/** What the nodes share, in the Redis that they share. */
export async function openRedisParts({ redisUrl, installation, clock, log }: Options): Promise<SharedParts> {
  const client = openRedisClient(redisUrl)
  const subscriber = openRedisClient(redisUrl)
  let lastError = 'no answer'
  for (const connection of [client, subscriber]) {
    // An error is followed by the next attempt; the link says how it stands.
    connection.on('error', (error: Error) => {
      lastError = error.message
    })
  }
  const bus = createRedisBus({ client, subscriber, installation, report: (error) => log.error(error) })

  let stopChecking = clock.after(LINK_CHECK_MS, check)
  function check() {
    for (const connection of [client, subscriber]) {
      if (connection.status === 'ready') connection.ping().catch(() => {})
    }
    stopChecking = clock.after(LINK_CHECK_MS, check)
  }

  await isUp(bus.link, START_WAIT_MS)
  const tell = (up: boolean) =>
    log.warn(
      up
        ? 'Redis is back.'
        : `Redis does not answer (${lastError}): until it is back, other nodes find new messages in the database.`,
    )
  if (!bus.link.up) tell(false)
  const stopTelling = bus.link.onChange(tell)

  return {
    bus,
    limiter: createRedisLimiter(client, installation),
    async stop() {
      stopTelling()
      stopChecking()
      await bus.stop()
      // What was told in this turn goes out at its end.
      await nextTurn()
      await client.quit().catch(() => client.disconnect())
    },
  }
}

async function isUp(link: Link, atMostMs: number): Promise<void> {
  if (link.up) return
  const given = new AbortController()
  await Promise.race([
    new Promise<void>((resolve) => link.onChange((up) => up && resolve())),
    wait(atMostMs, undefined, { signal: given.signal }).catch(() => {}),
  ])
  given.abort()
}
