import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { text } from './text.ts'

/**
 * Ids made by the server are UUIDs of version 7 (RFC 9562), so they sort by time of birth. Capitals are taken and mean the
 * same (section 4 there): rooms and others' lists know an id in small letters only.
 */
export const id = z.guid().toLowerCase()

/** Chosen by the sender; the same one in a conversation is stored once. Best a UUIDv7: what sorts by time is found at less cost. */
export const clientId = text(LIMITS.clientIdLength, 1)

/** A reader's position in a conversation: 1, 2, 3 … ; 0 stands before the first. */
export const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Names one log of messages; a restored backup is another log. */
export const epoch = text(LIMITS.clientIdLength, 1)

/** ISO 8601, UTC, milliseconds: `2026-02-18T09:30:00.000Z`. */
export const timestamp = z.iso.datetime({ precision: 3 })
