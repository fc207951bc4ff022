/** For whoever watches the clock. */
export { listDue, listLeft } from './due-store.ts'
