import { setFlagsFromString } from 'node:v8'

// Where much survives for a while, as in a crowd's rush, V8 begins to make the like of it among what is old, and goes on
// when it is short-lived again. Then the old part fills with garbage, and its collection takes both cores from the chat.
setFlagsFromString('--no-allocation-site-pretenuring')

// After a rush the heap shrinks, and its limit to a little above what is in use: then every few megabytes that grow old bring on
// a collection of all, which takes both cores from the chat. It may double first.
setFlagsFromString('--heap-growing-percent=100')
