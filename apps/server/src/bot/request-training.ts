/** Articles have changed: the classifier is to learn them. */
export { requestTraining } from './knowledge/model-store.ts'
