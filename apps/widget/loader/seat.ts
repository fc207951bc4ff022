import type { Launcher } from './launcher.ts'

export const NAME = 'biometricsChat'
/** Where a running chat is kept on `window`, out of reach of a page that writes over `biometricsChat`. */
export const SEAT = Symbol.for(NAME)
export const DEFAULT_COLOR = '#1a73e8'
export const COLOR = /^#([\da-f]{3}){1,2}$/i

export type Values = Record<string, unknown>
export type Method = (...args: unknown[]) => unknown

/** What the loader leaves for the script that comes when it is needed. */
export interface Seat {
  appId: string
  /** The loader's own address, from which everything else is found. */
  src: string
  given: Values
  /** The app's stored look, as the server knew it when it sent the loader. */
  stored: Values
  api: Record<string, Method>
  /** Calls to carry out, in order: `['open']`. */
  calls: unknown[]
  launcher: Launcher
  /** The greeting that stands beside the button. */
  bubble: string
}

/** `window`, as a place to keep things. */
export const page = globalThis as unknown as Record<PropertyKey, unknown>

export const warn = (...words: unknown[]) => console.warn(`${NAME}:`, ...words)

/** Runs what may fail without ever letting it reach the page. */
export function guard<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    warn(error)
  }
}
