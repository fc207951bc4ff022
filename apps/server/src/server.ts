import type { Server as HttpServer } from 'node:http'
import { join } from 'node:path'
import { connectedAgents } from './agents/find-agent.ts'
import { createPresence } from './agents/presence.ts'
import type { SessionTimes } from './agents/sessions.ts'
import { watchPresence } from './agents/watch-presence.ts'
import { createFileLinks } from './attachments/file-links.ts'
import { openFileStore } from './attachments/file-store.ts'
import { createClamdScanner } from './attachments/scan-file.ts'
import { watchOrphans } from './attachments/sweep-orphans.ts'
import { type AvailabilityWatch, watchAvailability } from './availability/watch-availability.ts'
import { createConductor } from './bot/conductor.ts'
import { createEngines } from './bot/engines.ts'
import { createModels } from './bot/knowledge/models.ts'
import { createTrainer } from './bot/knowledge/trainer.ts'
import { type Clock, systemClock } from './clock/clock.ts'
import type { Config } from './config/config.ts'
import { createActivity } from './conversations/announce-later.ts'
import { createTailHeartbeat, type TailHeartbeat } from './conversations/tell-heads.ts'
import { type DatabaseConnection, openDatabase } from './database/database.ts'
import { isUnavailable } from './database/errors.ts'
import type { Deliver } from './delivery/deliver.ts'
import { REPORT, REQUEST } from './database/pool.ts'
import { createSharedDelivery } from './delivery/shared-delivery.ts'
import { type Handlers, handlers } from './handlers.ts'
import { readInstallationId } from './installation/installation-store.ts'
import { prepareDatabase } from './installation/prepare-database.ts'
import { offerSetup } from './installation/set-up.ts'
import { ABUSE_LIMITS } from './limits/abuse-limits.ts'
import { countRefusals } from './limits/count-refusals.ts'
import { keepAddress } from './limits/kept-address.ts'
import { DEFAULT_LIMITS, type Limits } from './limits/limits.ts'
import { createQueue } from './limits/queue.ts'
import { createMailer } from './mail/mailer.ts'
import { createExposition } from './metrics/expose.ts'
import { createInstruments } from './metrics/instruments.ts'
import { startKeeping } from './metrics/keep-tallies.ts'
import { readLive } from './metrics/read-live.ts'
import { startFilling } from './metrics/rebuild.ts'
import { watchBreaches } from './metrics/watch-breaches.ts'
import { watchLive } from './metrics/watch-live.ts'
import { createMessageLog } from './messages/message-log.ts'
import { createRouter } from './routing/router.ts'
import { watchDeadlines } from './routing/deadlines.ts'
import { createEstimates } from './routing/estimates.ts'
import { createPositions } from './routing/positions.ts'
import { createVisitorPresence } from './visitors/visitor-presence.ts'
import { startSweep } from './routing/sweep.ts'
import { createProvider } from './oidc/provider.ts'
import { startIndexer } from './search/indexer.ts'
import { openSharedParts } from './nodes/shared-parts.ts'
import { createOutbound } from './outbound/outbound.ts'
import { watchRetention } from './privacy/retention.ts'
import type { Services } from './services.ts'
import { registerApi } from './transport/api.ts'
import { drainSockets } from './transport/drain-sockets.ts'
import { endSlowSenders } from './transport/end-slow-senders.ts'
import { endSlowReaders } from './transport/end-slow-readers.ts'
import { guardSockets } from './transport/guard-sockets.ts'
import { createHttpServer, type Logger } from './transport/http-server.ts'
import { openLiveSockets } from './transport/live-sockets.ts'
import { createLocalDelivery } from './transport/socket-delivery.ts'
import { openGateway } from './transport/socket-gateway.ts'
import { createSocketServer, refuseCrowds } from './transport/socket-server.ts'
import { stopHttp } from './transport/stop-http.ts'
import { traceRequests } from './transport/trace-requests.ts'
import { openTracing } from './tracing/tracing.ts'
import { subscribeByRooms } from './transport/subscriptions.ts'
import { watchSessions } from './transport/watch-sessions.ts'
import { startWebhookWorker } from './webhooks/webhook-worker.ts'

export interface ServerOptions {
  config: Pick<Config, 'host' | 'port' | 'publicUrl' | 'dataDir' | 'bootstrapAdmin'> &
    Partial<
      Pick<
        Config,
        | 'redisUrl'
        | 'trustedProxies'
        | 'outboundAllow'
        | 'secretKey'
        | 'metricsToken'
        | 'sessions'
        | 'addresses'
        | 'mail'
        | 'oidc'
        | 'abuse'
        | 'clamd'
        | 'fileLinkHours'
        | 'tracing'
      >
    >
  connection: DatabaseConnection
  logger?: Logger
  /** Tests bring one that they set. */
  clock?: Clock
  /** Tests put a broken part in the place of a sound one, to see whether they notice. */
  replace?: (parts: Parts) => Parts
  /** Where they are not the usual ones. */
  limits?: Partial<Limits>
  /** The operator has put an older state of the database back. */
  restored?: boolean
}

/** What the gateway works with. */
export interface Parts {
  services: Services
  handlers: Handlers
  heartbeat: TailHeartbeat
}

export interface RunningServer {
  /** Where it answers, as people should type it; no slash at the end. */
  url: string
  /** Makes the first admin; null when there is one. */
  setupLink: string | null
  services: Services
  /** How many who waited had been forgotten, on this node; anything but 0 is an error of ours. */
  routingRepairs(): number
  stop(): Promise<void>
}

/** Wires the parts by hand, top to bottom; resolves when the server answers. */
export async function startServer({
  config,
  connection,
  logger = false,
  clock = systemClock,
  replace = (parts) => parts,
  limits = {},
  restored = false,
}: ServerOptions): Promise<RunningServer> {
  const http = await createHttpServer(logger, config.trustedProxies, config.abuse ?? null)
  const report = (error: unknown) => http.log.error(error)
  const { epoch, vault } = await prepareDatabase(connection, {
    clock,
    restored,
    secretKey: config.secretKey ?? { current: null, previous: null },
    bootstrapAdmin: config.bootstrapAdmin,
  })
  const tracing = await openTracing(config.tracing ?? null)
  if (tracing) traceRequests(http, tracing)
  const database = openDatabase(connection, report, REQUEST, tracing)
  const reports = openDatabase(connection, report, REPORT, tracing)
  /** Known once it listens. */
  let url = config.publicUrl ?? ''

  const shared = await openSharedParts({
    redisUrl: config.redisUrl ?? null,
    installation: await readInstallationId(database.query),
    clock,
    log: http.log,
  })
  const io = createSocketServer(http.server)
  const local = createLocalDelivery(io)
  const delivery = createSharedDelivery(local, shared.bus)
  const { hangUp, tellNodes, onWord } = delivery
  const liveWatch = watchLive({
    clock,
    read: (groupId) => readLive({ database, clock }, groupId),
    tellNodes: () => tellNodes('metrics'),
    onError: report,
  })
  /** Who is there is among the figures, whoever tells of it. */
  const withFigures =
    (tell: Deliver, count: () => void): Deliver =>
    (one) => {
      if (one.event === 'agent') count()
      tell(one)
    }
  const touchFigures = () => {
    liveWatch.touch()
    breaches.touch()
  }
  const deliver = withFigures(delivery.deliver, touchFigures)
  const joinRooms = subscribeByRooms(io, shared.bus)
  const instruments = createInstruments()
  const estimates = createEstimates({ database, clock })
  const fileLinks = createFileLinks(
    vault.derive('file-links'),
    clock,
    (config.fileLinkHours ?? DEFAULT_FILE_LINK_HOURS) * HOUR_MS,
  )
  const visitorPresence = createVisitorPresence({ database, clock }, report)
  const activity = createActivity({
    database,
    clock,
    deliver,
    estimates,
    fileLinks,
    tellQueue: (queue) => {
      positions.touch(queue)
      tellNodes({ queue })
    },
    tellFigures: touchFigures,
    connectedAgents: () => connectedAgents({ database, clock }),
    onError: report,
  })
  const router = createRouter(
    { database, clock, deliver, activity, estimates, fileLinks, visitorPresence },
    report,
  )
  const availability: AvailabilityWatch = watchAvailability({
    database,
    clock,
    deliverHere: local.deliver,
    tellNodes: () => tellNodes('availability'),
    onOpening: (groupId) => void router.routeGroup(groupId),
    onError: report,
  })
  const presence = createPresence({ database, clock, deliver, router, availability }, report)
  const presenceWatch = watchPresence(
    { database, clock, deliver: withFigures(local.deliver, liveWatch.look) },
    availability.look,
    report,
  )
  const positions = createPositions({
    database,
    clock,
    estimates,
    fileLinks,
    deliverHere: local.deliver,
    isVisitorHere: visitorPresence.isHere,
    isAnyAgentHere: presence.isAnyHere,
    onError: report,
  })
  onWord((word) => {
    if (word === 'availability') availability.look().catch(report)
    else if (word === 'metrics') liveWatch.look()
    else positions.touch(word.queue)
  })
  const messageLog = createMessageLog(database, instruments.stored)
  const outbound = createOutbound(config.outboundAllow)
  const provider = config.oidc ? createProvider(config.oidc, outbound, () => url) : null
  const sessionTimes = timesOf(config.sessions ?? { idleHours: 24, days: 14, proofMinutes: 15 })
  const models = createModels(database)
  const engines = createEngines({ database, clock, vault, outbound, models, publicUrl: () => url })
  const bots = createConductor(
    {
      database,
      clock,
      deliver,
      activity,
      availability,
      router,
      estimates,
      fileLinks,
      visitorPresence,
      limiter: shared.limiter,
    },
    engines,
    report,
  )
  const trainer = createTrainer({ database, clock }, report)
  const webhooks = startWebhookWorker({ database, clock, vault, outbound, fileLinks }, report)
  const searchIndex = startIndexer({ database, clock, messageLog }, report)
  const breaches = watchBreaches({ database, reports, clock, deliver, webhooks }, report)
  const files = await openFileStore(join(config.dataDir, 'uploads'))
  const orphanWatch = watchOrphans({ database, clock, files }, report)
  const retentionWatch = watchRetention({ database, clock, files, deliver }, report)
  const heartbeat = createTailHeartbeat({
    database,
    clock,
    deliverHere: local.deliver,
    activity,
    estimates,
    fileLinks,
    link: shared.bus.link,
    epoch,
    onEpoch: (other) => {
      services.epoch = other
    },
    onError: report,
  })
  /** Some hold where nothing else is limited, too. */
  const always = config.abuse ?? ABUSE_LIMITS
  const parts = replace({
    services: {
      database,
      reports,
      clock,
      deliver,
      hangUp,
      messageLog,
      activity,
      availability,
      router,
      estimates,
      fileLinks,
      visitorPresence,
      bots,
      trainer,
      models,
      publicUrl: () => url,
      limiter: countRefusals(shared.limiter, instruments.limited),
      limits: { ...DEFAULT_LIMITS, ...limits },
      abuse: config.abuse ?? null,
      limited: instruments.limited,
      reads: createQueue({
        parallel: always.readsAtOnce.most,
        mostWaiting: MOST_READS_WAITING,
        failsForAll: isUnavailable,
      }),
      sessionTimes,
      keptAddress: (address) => keepAddress(address, config.addresses ?? 'full'),
      mailer: config.mail ? createMailer(config.mail, report) : null,
      provider,
      redis: config.redisUrl ? shared.bus.link : null,
      files,
      scanner: config.clamd ? createClamdScanner(config.clamd, report) : null,
      vault,
      outbound,
      webhooks,
      liveWatch,
      searchIndex,
      breaches,
      shutdown: { hasBegun: false },
      epoch,
    },
    handlers,
    heartbeat,
  })
  const { services } = parts
  await parts.heartbeat.start()
  await availability.start()
  const deadlines = watchDeadlines(services, report)
  const filling = startFilling({ database, clock }, report)
  const tallies = startKeeping({ database: reports, clock }, report)
  const sweep = startSweep({ database, clock, router, onError: report })

  const liveSockets = openLiveSockets(http, services, report)
  const exposition = createExposition(services, instruments, {
    connections: () => ({
      visitor: io.of('/visitor').sockets.size,
      agent: io.of('/agent').sockets.size,
      metrics: liveSockets.listeners.size,
    }),
    routingRepairs: () => sweep.repairs,
  })
  await registerApi(http, services, { exposition, token: config.metricsToken ?? null })
  const people = { agents: presence, visitors: visitorPresence }
  const guard = guardSockets(services, config.trustedProxies ?? [])
  refuseCrowds(io, guard, report)
  if (config.abuse) http.server.maxConnections = config.abuse.connectionsOfNode.most
  openGateway(
    io,
    services,
    parts.handlers,
    people,
    availability,
    joinRooms,
    instruments,
    tracing,
    http,
    guard,
  )
  const senderWatch = endSlowSenders(http.server, clock, {
    seconds: always.bodySeconds.most,
    uploadBytesPerSecond: always.uploadBytesPerSecond.most,
  })
  const sessionWatch = watchSessions(io, services, liveSockets.listeners, report)
  const readerWatch = endSlowReaders(io, clock)
  const stop = async () => {
    services.shutdown.hasBegun = true
    sessionWatch.stop()
    readerWatch.stop()
    senderWatch.stop()
    orphanWatch.stop()
    retentionWatch.stop()
    // Sockets first, so that nothing new comes in while the last messages are being stored.
    liveSockets.stop()
    await drainSockets(io)
    await stopHttp(io, http)
    await messageLog.idle()
    await bots.stop()
    await trainer.stop()
    await breaches.stop()
    await webhooks.stop()
    sweep.stop()
    await filling.stop()
    await searchIndex.stop()
    await tallies.stop()
    await deadlines.stop()
    await router.stop()
    positions.stop()
    visitorPresence.stop()
    parts.heartbeat.stop()
    activity.stop()
    liveWatch.stop()
    await presence.stop()
    presenceWatch.stop()
    await availability.stop()
    await shared.stop()
    await reports.close()
    await database.close()
    await tracing?.stop()
  }
  await http
    .listen({ host: config.host, port: config.port, backlog: BACKLOG })
    .catch(async (error: unknown) => {
      await stop()
      throw error
    })

  url = config.publicUrl ?? addressOf(http.server.address(), config.host)
  const setupToken = await offerSetup({ database, clock })
  return {
    url,
    setupLink: setupToken && `${url}/setup?token=${setupToken}`,
    services,
    routingRepairs: () => sweep.repairs,
    stop,
  }
}

function timesOf({ idleHours, days, proofMinutes }: Config['sessions']): SessionTimes {
  return { idleMs: idleHours * HOUR_MS, longestMs: days * 24 * HOUR_MS, freshMs: proofMinutes * MINUTE_MS }
}
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Of a crowd that is back at once; some seconds of reading. */
/** Who comes back in a crowd waits at the door, and not for TCP to knock again after seconds; most systems allow no more. */
const BACKLOG = 4_096
const MOST_READS_WAITING = 5_000
const DEFAULT_FILE_LINK_HOURS = 24

function addressOf(address: ReturnType<HttpServer['address']>, host: string): string {
  const port = typeof address === 'object' && address ? address.port : 0
  const shown = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host
  return `http://${shown}:${port}`
}
