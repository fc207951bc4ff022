import ipaddr from 'ipaddr.js'

/** Networks of the operator's own that may be asked all the same; see `OUTBOUND_ALLOW`. */
export type OwnNetworks = readonly string[]

/**
 * Whether an address is somebody's in the public net. Everything with a meaning of its own is not: this machine, private
 * and link-local networks (with them the clouds' metadata), multicast, documentation, and the ranges in which IPv6 wraps
 * an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  // IANA has given out nothing else of IPv6 yet; `::127.0.0.1` is an old spelling of an IPv4 address.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'))
}

/** Whether an address lies in one of the operator's networks: addresses and networks such as `10.0.0.0/8`. */
export function isOwnAddress(address: string, own: OwnNetworks): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return own.some((entry) => {
    const [network, bits] = ipaddr.parseCIDR(entry.includes('/') ? entry : `${entry}/${bitsOf(entry)}`)
    return network.kind() === parsed.kind() && parsed.match(network, bits)
  })
}

function bitsOf(address: string): number {
  return ipaddr.parse(address).kind() === 'ipv4' ? 32 : 128
}
