import ipaddr from 'ipaddr.js'
import type { Context } from './context.ts'

/** The browser or program behind a request. */
export interface Client {
  address: string
  agent: string
}

export function clientOf(ctx: Context): Client {
  return { address: ctx.ip.slice(0, 45), agent: ctx.get('User-Agent').slice(0, 300) }
}

/** The part of an address that one household or server has: all of IPv4, the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString()
}
