/** A bot that takes longer has failed; one whose words can be seen growing has as long for the next of them. */
export const TURN_MAX_MS = 5_000
/** And this long for all of them. */
export const GROWING_MAX_MS = 30_000
/** How long a node has for a turn, all in all, unless words grow; past it another node may answer. */
export const CLAIM_MS = 15_000
