import { Worker } from 'node:worker_threads'
import { v7 as uuid } from 'uuid'
import { publishedArticles } from '../../articles/find-articles.ts'
import type { Services, Trainer } from '../../services.ts'
import type { Example } from '../classifier/classifier.ts'
import { claimTraining, deleteModel, endTraining, storeModel } from './model-store.ts'

const LOOK_MS = 10_000
/** A node that takes longer is taken for dead. */
const LEASE_MS = 10 * 60_000
const TRAINING_MAX_MS = 5 * 60_000
/** Of one app; what is beyond is not learned from. */
const EXAMPLES_MAX = 50_000
const WORKER = new URL('./training-worker.ts', import.meta.url)

/**
 * The job queue of trainings: rows that ask for one, taken by one node at a time. A node that dies loses its lease, and
 * another one trains; what changes meanwhile asks again.
 */
export function createTrainer(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  onError: (error: unknown) => void,
): Trainer & { stop(): Promise<void> } {
  let isStopped = false
  let isAwake = false
  let worker: Worker | undefined
  let running: Promise<void> | undefined
  let cancel = clock.after(LOOK_MS, look)

  function look() {
    cancel()
    isAwake = true
    running ??= drain()
      .catch((error: unknown) => {
        if (!isStopped) onError(error)
      })
      .finally(() => {
        running = undefined
        if (isStopped) return
        if (isAwake) look()
        else cancel = clock.after(LOOK_MS, look)
      })
  }

  async function drain() {
    while (isAwake) {
      isAwake = false
      while (await trainNext()) {
        // One after the other: each takes a core.
      }
    }
  }

  async function trainNext(): Promise<boolean> {
    if (isStopped) return false
    const now = clock.now()
    const job = await claimTraining(database.query, now, new Date(now.getTime() + LEASE_MS))
    if (job === undefined) return false
    const appUuid = job.app_uuid
    let failure: string | null = null
    try {
      await train(appUuid)
    } catch (error) {
      if (isStopped) return false
      onError(error)
      failure = error instanceof Error ? error.message : 'unknown'
    }
    await endTraining(database.query, { appUuid, requestedAt: job.training_requested_at, error: failure })
    return true
  }

  async function train(appUuid: string) {
    const articles = await publishedArticles(database.query, appUuid)
    const examples = articles
      .flatMap(({ id, title, questions }): Example[] =>
        [...new Set([title, ...questions])].map((text) => ({ text, label: id })),
      )
      .slice(0, EXAMPLES_MAX)
    if (examples.length === 0) return deleteModel(database.query, appUuid)
    const { model, accuracy } = await inWorker(examples)
    await storeModel(database.query, {
      app_uuid: appUuid,
      id: uuid(),
      model: Buffer.from(model),
      trained_at: clock.now(),
      examples: examples.length,
      accuracy,
    })
  }

  function inWorker(examples: Example[]): Promise<{ model: Uint8Array; accuracy: number | null }> {
    return new Promise((resolve, reject) => {
      const started = new Worker(WORKER, { workerData: examples })
      worker = started
      const timeOut = clock.after(TRAINING_MAX_MS, () => {
        reject(new Error('learning took too long'))
        void started.terminate()
      })
      started.once('message', resolve)
      started.once('error', reject)
      started.once('exit', () => {
        timeOut()
        reject(new Error('learning was stopped'))
      })
    })
  }

  return {
    wake: look,
    async stop() {
      isStopped = true
      cancel()
      await worker?.terminate()
      await running
    },
  }
}
