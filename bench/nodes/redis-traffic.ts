import { Redis } from 'ioredis'

/** What Redis has done since it started. */
export interface Traffic {
  commands: number
  bytesIn: number
  bytesOut: number
}

export interface TrafficMeter {
  read(): Promise<Traffic>
  stop(): void
}

export function meterRedis(url: string): TrafficMeter {
  const redis = new Redis(url)
  return {
    async read() {
      const info = await redis.info('stats')
      const of = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? Number.NaN)
      return {
        commands: of('total_commands_processed'),
        bytesIn: of('total_net_input_bytes'),
        bytesOut: of('total_net_output_bytes'),
      }
    },
    stop: () => redis.disconnect(),
  }
}

export function trafficBetween(before: Traffic, after: Traffic): Traffic {
  return {
    commands: after.commands - before.commands,
    bytesIn: after.bytesIn - before.bytesIn,
    bytesOut: after.bytesOut - before.bytesOut,
  }
}
