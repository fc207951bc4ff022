/** For others who know that something has to be looked at soon. */
export { lookAtAgent, lookAtGroup, lookAtQueuesOf } from './due-store.ts'
