import type { AgentStatus } from '@biometrics/chat-protocol'
import classes from './status-dot.module.css'

/** The colour of a status; the word always stands beside it. */
export function StatusDot({ status }: { status: AgentStatus }) {
  return <span className={classes.dot} data-status={status} aria-hidden="true" />
}
