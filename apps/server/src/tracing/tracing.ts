import type { IncomingHttpHeaders } from 'node:http'

/** What is known of a step: names and numbers of ours, never what people say, who they are or what opens doors. */
export type Facts = Record<string, string | number>

export interface Step {
  name: string
  /** Somebody outside asked for it, it asks somebody outside, or neither. */
  kind: 'server' | 'client' | 'internal'
  facts?: Facts
  /** Of a request: whoever sent it may be tracing too (`traceparent`). */
  headers?: IncomingHttpHeaders
}

/** A step under way. */
export interface OpenStep {
  /** Steps that begin inside, however late, are part of this one. */
  within<T>(run: () => T): T
  end(facts?: Facts, error?: string): void
}

/** Tells a collector of OpenTelemetry how long what took. */
export interface Tracing {
  begin(step: Step): OpenStep
  /** Sends what is left. */
  stop(): Promise<void>
}

export interface TracingConfig {
  /** The collector's address, without `/v1/traces`. */
  endpoint: string
  serviceName: string
}

/** Without a collector nothing is loaded, and null says at each place that nothing is to be done. */
export async function openTracing(config: TracingConfig | null): Promise<Tracing | null> {
  if (config === null) return null
  const { exportTraces } = await import('./export-traces.ts')
  return exportTraces(config)
}

/** Runs something as a step, if anybody wants to know. */
export async function trace<T>(
  tracing: Tracing | null,
  step: Step,
  run: () => Promise<T>,
  errorOf: (error: unknown) => string = nameOf,
): Promise<T> {
  if (tracing === null) return run()
  const open = tracing.begin(step)
  try {
    const result = await open.within(run)
    open.end()
    return result
  } catch (error) {
    open.end({}, errorOf(error))
    throw error
  }
}

/** Messages of errors may hold what people sent. */
function nameOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error'
}
