/** Groups of an IPv6 address, of 16 bits each. */
const GROUPS = 8
/** Groups that name the network of one customer of a provider: a /64 (RFC 6177 gives nobody less). */
const NETWORK_GROUPS = 4

const MAPPED_IPV4 = /^::ffff:(\d+(?:\.\d+){3})$/i

const groupsOf = (text: string): readonly string[] => text.split(':').filter((group) => group !== '')

/**
 * What identifies one client: an IPv4 address itself, but only the /64 of an IPv6 address, since a client with one of
 * its addresses has all 2^64 of them.
 *
 * @param address as the front door writes it; any other text is returned as it is
 */
export const clientNetwork = (address: string): string => {
  const mapped = MAPPED_IPV4.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail] = address.split('::')
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')]
  const zeros = Array.from({ length: Math.max(0, GROUPS - first.length - last.length) }, () => '0')
  const network = [...first, ...(tail === undefined ? [] : zeros), ...last]
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
