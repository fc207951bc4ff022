import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds; around the 50 ms within which a message should be acknowledged. */
const ACK_BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** What this node counts as it works; everything else is looked up when somebody asks. */
export interface Instruments {
  registry: Registry
  /** Messages were stored, or found to be stored already. */
  stored(count: number): void
  /** A message was acknowledged, so many seconds after it had come. */
  acknowledged(seconds: number): void
  /** A message was refused. */
  refused(): void
  /** A limit against abuse was reached, of this name in `LIMITS`. */
  limited(limit: string): void
  gauge(name: string, help: string, labels?: readonly string[]): Gauge
}

/** Names begin with `chat_`; they are listed in docs/operations.md. */
export function createInstruments(): Instruments {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const stored = new Counter({
    name: 'chat_messages_stored_total',
    help: 'Messages that this node has stored.',
    registers,
  })
  const refused = new Counter({
    name: 'chat_messages_refused_total',
    help: 'Messages of sockets that this node has refused.',
    registers,
  })
  const limited = new Counter({
    name: 'chat_limited_total',
    help: 'What this node has refused or dropped because it was too much, by the limit.',
    labelNames: ['limit'],
    registers,
  })
  const acks = new Histogram({
    name: 'chat_message_ack_seconds',
    help: 'From the arrival of a message at a socket to its acknowledgement.',
    buckets: ACK_BUCKETS,
    registers,
  })
  return {
    registry,
    stored: (count) => stored.inc(count),
    acknowledged: (seconds) => acks.observe(seconds),
    refused: () => refused.inc(),
    limited: (limit) => limited.inc({ limit }),
    gauge: (name, help, labelNames = []) => new Gauge({ name, help, labelNames: [...labelNames], registers }),
  }
}
