import ipaddr from 'ipaddr.js'
import { OutsideError } from '../sources/source-type.ts'

/** Says whether a URL points at a host that may be reached although its address is private. */
export type AllowPrivate = (url: URL) => boolean

const longestAddress = 8_192

// Services that speak lines of text and could take an HTTP request for a command: telnet, mail, DNS, shells, IRC, Redis, memcached …
const refusedPorts = new Set(
  '1 7 9 13 19 21 22 23 25 53 79 110 111 119 135 139 143 179 389 445 465 512 513 514 515 587 636 993 995 2049 6379 6665 6666 6667 6668 6669 6697 11211'.split(
    ' ',
  ),
)

// Azure answers questions about the machine itself at this otherwise public address.
const metadataAddresses = new Set(['168.63.129.16'])

/** The address as a URL that may be asked for; throws OutsideError `bad-address`. Says nothing yet of where its host leads. */
export function readAddress(address: string, base?: URL): URL {
  if (address.length > longestAddress) throw new OutsideError('bad-address', 'This address is too long.')
  const url = URL.parse(address, base?.href)
  if (!url) throw new OutsideError('bad-address', 'This is not an address that can be opened.')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OutsideError('bad-address', 'Only addresses that start with http:// or https:// can be opened.')
  }
  if (url.username || url.password) {
    throw new OutsideError('bad-address', 'An address with a user name or password in it cannot be opened.')
  }
  if (refusedPorts.has(url.port)) throw new OutsideError('bad-address', `Port ${url.port} of ${url.hostname} is not one for web pages.`)
  url.hash = ''
  return url
}

/** Only addresses that anyone on the internet could reach. Ranges that carry another address inside (NAT64, 6to4 …) are refused whole. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || metadataAddresses.has(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // Global unicast is 2000::/3. The library calls the rest unicast as well, ::127.0.0.1 among it.
  return parsed.kind() === 'ipv4' || /^[23]...:/.test(parsed.toNormalizedString())
}

/** The host of a URL as a literal IP address, or undefined when it is a name. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(host) ? host : undefined
}

/** Entries are hosts, with or without a port: `127.0.0.1`, `feeds.lan:8080`, `[::1]:3000`. */
export function allowPrivateHosts(entries: readonly string[]): AllowPrivate {
  const allowed = new Set(entries.map(normalHost))
  return url => allowed.has(url.hostname) || allowed.has(`${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`)
}

function normalHost(entry: string): string {
  const bare = entry.trim()
  const [, host = bare, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(bare) ?? []
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const hostname = URL.parse(`http://${bracketed}/`)?.hostname ?? bracketed
  return port ? `${hostname}:${port}` : hostname
}
