/**
 * The version of the wire. A test takes a fingerprint of every schema and fails when one changes and this does not.
 * 1: the first.
 */
export const PROTOCOL_VERSION = 1
