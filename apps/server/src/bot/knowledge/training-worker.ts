import { parentPort, workerData } from 'node:worker_threads'
import type { Example } from '../classifier/classifier.ts'
import { encodeClassifier } from '../classifier/encode-classifier.ts'
import { learn } from './learn.ts'

/** Learning takes seconds of CPU, which the thread that serves the chat does not have. */
const { classifier, accuracy } = learn(workerData as Example[])
const model = encodeClassifier(classifier)
// A thread's port knows no origins.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage({ model, accuracy })
