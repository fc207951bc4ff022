import { defaultTextMapGetter, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Tracing, TracingConfig } from './tracing.ts'

/** What the collector does not take is dropped; nothing waits for it. */
const QUEUE_MAX = 2_048
const BATCH_EVERY_MS = 1_000
const EXPORT_TIMEOUT_MS = 2_000

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL }

/** Loaded only where there is a collector. Headers and samplers are read from `OTEL_…` by the libraries themselves. */
export function exportTraces({ endpoint, serviceName }: TracingConfig): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  })
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: QUEUE_MAX,
    scheduledDelayMillis: BATCH_EVERY_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('biometrics-chat')
  const contexts = new AsyncLocalStorageContextManager().enable()
  const propagator = new W3CTraceContextPropagator()
  return {
    begin({ name, kind, facts = {}, headers }) {
      const around = headers
        ? propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
        : contexts.active()
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: facts }, around)
      const inside = trace.setSpan(around, span)
      return {
        within: (run) => contexts.with(inside, run),
        end(more = {}, error) {
          span.setAttributes(more)
          if (error !== undefined)
            span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        },
      }
    },
    async stop() {
      // A collector that is away must not keep the server from stopping.
      await provider.shutdown().catch(() => {})
      contexts.disable()
    },
  }
}
