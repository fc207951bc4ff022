import type { EventName, Events } from '@biometrics/chat-protocol'
import type { Audience } from './audience.ts'

/** One event for one side; each socket hears it once, however many of its audiences it sits in. */
export type Delivery = {
  [Name in EventName]: {
    event: Name
    payload: Events[Name]
    to: readonly [Audience, ...Audience[]]
    /** Whoever sits in one of these as well hears nothing. */
    unless?: readonly Audience[]
    /** Whoever sits in none of these hears nothing. */
    within?: readonly Audience[]
    /** The socket that caused it, where an echo would be of no use. */
    except?: string | undefined
  }
}[EventName]

/** Tells the world, after commit. Losing a delivery costs time only: clients ask the log for what they miss. */
export type Deliver = (delivery: Delivery) => void

/** Ends every open connection of an audience, which has lost the right to listen. */
export type HangUp = (audience: Audience) => void

/** The sockets of this node. */
export interface LocalDelivery {
  deliver: Deliver
  hangUp: HangUp
}
