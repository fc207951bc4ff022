import type { FastifyRequest } from 'fastify'
import type { OpenStep, Tracing } from '../tracing/tracing.ts'
import type { HttpServer } from './http-server.ts'

/** Each request is a step, named by its route: addresses hold ids, and worse. */
export function traceRequests(http: HttpServer, tracing: Tracing): void {
  const steps = new WeakMap<FastifyRequest, OpenStep>()
  http.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const step = tracing.begin({
      name: `${request.method} ${route}`,
      kind: 'server',
      facts: { 'http.request.method': request.method, 'http.route': route },
      headers: request.headers,
    })
    steps.set(request, step)
    step.within(done)
  })
  http.addHook('onResponse', (request, reply, done) => {
    const failure = reply.statusCode >= 500 ? String(reply.statusCode) : undefined
    steps.get(request)?.end({ 'http.response.status_code': reply.statusCode }, failure)
    done()
  })
}
