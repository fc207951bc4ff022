/**
 * The version of the wire. A test takes a fingerprint of every schema and fails when one changes and this does not.
 * 1: the first.
 * 2: heads, draining, restarting, the log's epoch, and ping.
 * 3: queue, routing and history: snooze, tag, queue:take, agent:activity, the event assignment, ranges of waits.
 * 4: bots of one's own and language models: no_bot_leads, no_model, model_failed.
 * 5: the workspace: mention, conversation:look, looking.
 * 6: security: second factors, links for passwords, guessable passwords, refused files.
 * 7: the event breach.
 * 8: pictures of agents.
 * 9: proof_required.
 * 10: what is being typed may be shown to agents; the event gone.
 * 11: agents who reach conversations of their groups only: out_of_reach, what leaves their reach is gone.
 */
export const PROTOCOL_VERSION = 11
