import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

const GROUPS = 8
/** A provider gives every customer at least this much (64 bits), so one address of IPv6 says nothing. */
const GROUPS_OF_NETWORK = 4

/** What counts as one place in the net: an IPv4 address, or the network of an IPv6 address. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined || !isIPv6(plain)) return mapped ?? plain
  const [head, tail] = plain.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const [first, last] = [head ?? [], tail ?? []]
  const zeros = Array.from({ length: GROUPS - first.length - last.length }, () => '0')
  const groups = [...first, ...zeros, ...last].slice(0, GROUPS_OF_NETWORK)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

/** Of a program on this machine that speaks for itself; a proxy on it says for whom it asks, named or not. */
export function isOfThisMachine({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const network = networkOf(socket.remoteAddress ?? '')
  const isLoopback =
    network.startsWith('127.') || (isIPv6(socket.remoteAddress ?? '') && network === '0:0:0:0::/64')
  return isLoopback && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
}
