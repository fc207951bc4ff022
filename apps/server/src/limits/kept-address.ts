import ipaddr from 'ipaddr.js'

/** An IP address as it may be kept: as it is, without what tells one line of a provider from the next, or not at all. */
export function keepAddress(address: string, how: 'full' | 'short' | 'none'): string | null {
  if (how === 'none') return null
  if (!ipaddr.isValid(address)) return null
  const parsed = ipaddr.process(address)
  if (how === 'full') return parsed.toString()
  if (parsed.kind() === 'ipv4') return `${parsed.toString().replace(/\d+$/, '0')}/24`
  const bytes = parsed.toByteArray().map((byte, place) => (place < 6 ? byte : 0))
  return `${ipaddr.fromByteArray(bytes).toString()}/48`
}
