import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'
import { invalid } from '../errors.ts'
import { skeletonOf, tidyHandle } from '../members/handle.ts'
import type { BanKind } from './ban.ts'

/** Networks larger than these are half the world, and a slip of the finger. */
const widest = { ipv4: 8, ipv6: 19 } as const

/** What is banned as it is compared: a network, a domain in ASCII, a folded handle. Throws invalid when it can be none. */
export function tidyBanValue(kind: BanKind, text: string): string {
  const typed = text.trim()
  if (kind === 'address') return tidyNetwork(typed)
  if (kind === 'handle') return tidyBannedHandle(typed)
  return tidyDomain(typed)
}

/** Every network that an address lies in, as bans name them; none for what is no address. */
export function networksAround(address: string): string[] {
  if (!ipaddr.isValid(address)) return []
  const parsed = ipaddr.process(address)
  const bits = parsed.kind() === 'ipv6' ? 128 : 32
  const first = widest[parsed.kind()]
  return Array.from({ length: bits - first + 1 }, (_, index) => networkWith(parsed, first + index))
}

/** A domain and those it belongs to: `a.b.org` is under `a.b.org`, `b.org` and `org`. */
export function domainsAround(host: string): string[] {
  const labels = domainToASCII(host.toLowerCase().replace(/\.$/, '')).split('.').filter(Boolean).slice(-20)
  return labels.map((_, index) => labels.slice(index).join('.'))
}

function tidyNetwork(typed: string): string {
  const [address = '', length, ...rest] = typed.split('/')
  if (rest.length > 0 || !ipaddr.isValid(address) || (ipaddr.IPv4.isIPv4(address) && !ipaddr.IPv4.isValidFourPartDecimal(address)))
    throw invalid({ value: 'Write an address such as 203.0.113.7, or a network such as 203.0.113.0/24 or 2001:db8::/48.' })
  const parsed = ipaddr.process(address)
  const bits = parsed.kind() === 'ipv6' ? 128 : 32
  const size = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  if (Number.isNaN(size) || size > bits)
    throw invalid({ value: `After the slash stands a number from ${widest[parsed.kind()]} to ${bits}.` })
  if (size < widest[parsed.kind()])
    throw invalid({ value: `A network this large is too much of the world. /${widest[parsed.kind()]} is the most.` })
  return networkWith(parsed, size)
}

/** The network of a length that an address lies in, written the one way in which it is kept. */
function networkWith(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): string {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - index * 8))
    return byte & (0xff << (8 - kept))
  })
  return `${ipaddr.fromByteArray(bytes.map(byte => byte & 0xff)).toString()}/${length}`
}

function tidyDomain(typed: string): string {
  const bare = typed
    .replace(/^https?:\/\//i, '')
    .replace(/^.*@/, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
    .replace(/^\*?\./, '')
  const domain = domainToASCII(bare.toLowerCase().replace(/\.$/, ''))
  if (!/^(?=.{3,253}$)([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]+$/.test(domain))
    throw invalid({ value: 'Write a domain such as example.org. What is below it is banned with it.' })
  return domain
}

function tidyBannedHandle(typed: string): string {
  const handle = tidyHandle(typed)
  if (!/^[a-z0-9]{3,25}$/.test(handle)) throw invalid({ value: 'Write a handle: 3 to 25 of the letters a–z and digits.' })
  return skeletonOf(handle)
}
