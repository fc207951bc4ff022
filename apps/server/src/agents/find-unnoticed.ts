/** For whoever watches the clock. */
export { listUnnoticed, noticeIdle } from './agent-store.ts'
