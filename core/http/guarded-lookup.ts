import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { OutsideError } from '../sources/source-type.ts'
import { type AllowPrivate, isPublicAddress, literalAddress } from './guarded-address.ts'

export interface FoundAddress {
  address: string
  family: number
}

export type Lookup = (hostname: string) => Promise<FoundAddress[]>

const mostAddresses = 8

/** Resolves the host of a URL and returns the addresses that may be connected to. Throws OutsideError when there is none. */
export async function lookupGuarded(url: URL, mayBePrivate: AllowPrivate, lookup: Lookup = lookupAll): Promise<FoundAddress[]> {
  const literal = literalAddress(url)
  const found = literal ? [{ address: literal, family: literal.includes(':') ? 6 : 4 }] : await lookup(url.hostname)
  if (found.length === 0) throw new OutsideError('not-found-host', `There is no site called ${url.hostname}.`)

  const usable = mayBePrivate(url) ? found : found.filter(one => isPublicAddress(one.address))
  if (usable.length === 0) {
    throw new OutsideError('private-address', `${url.hostname} is an address inside a private network, which cannot be opened from here.`)
  }
  return usable.slice(0, mostAddresses)
}

/**
 * Answers with the addresses that were checked, whatever the name server says by now,
 * so that the address checked is the one connected to.
 */
export function pinnedLookup(addresses: FoundAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, addresses)
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  }
}

function lookupAll(hostname: string): Promise<FoundAddress[]> {
  return systemLookup(hostname, { all: true, order: 'verbatim' })
}
