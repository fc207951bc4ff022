import { Redis } from 'ioredis'

const CONNECT_TIMEOUT_MS = 2_000
const COMMAND_TIMEOUT_MS = 1_000
/** A connection on which an answer is overdue for so long is dead, whatever the network says. */
const SILENCE_MS = 2_000
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

/** A connection that comes back by itself, and in the meantime refuses at once instead of queueing. */
export function openRedisClient(url: string): Redis {
  return new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
  })
}

/** Spread, so that the nodes do not come back all at once. */
function retryStrategy(attempt: number): number {
  const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt)
  return Math.ceil(Math.random() * most)
}
