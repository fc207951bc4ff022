/** For whoever takes a group away, and has to tell of what was in it. */
export { listOpenOf } from './conversation-store.ts'
