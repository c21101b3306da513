import type { Service, ServicePlayer } from './source-type.ts'

/** A player for an address, ready to be framed. */
export interface FoundPlayer {
  url: string
  stillUrl?: string
  ratio: number
}

const longestAddress = 2_000

export function findService(services: readonly Service[], id: string | null | undefined): Service | undefined {
  return id ? services.find(service => service.id === id) : undefined
}

/** The player that one of the services has for an address. */
export function findPlayer(services: readonly Service[], address: string): FoundPlayer | undefined {
  if (address.length > longestAddress) return undefined
  const short = address.replace(/^https?:\/\/(?:www\.)?/i, '')
  for (const { players } of services) {
    for (const player of players) {
      const found = compiled(player).exec(short)
      if (found) return fillPlayer(player, found.groups ?? {})
    }
  }
  return undefined
}

function fillPlayer({ embed, still, ratio }: ServicePlayer, groups: Record<string, string | undefined>): FoundPlayer {
  const fill = (template: string) => template.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? '')
  return { url: fill(embed), ratio, ...(still && { stillUrl: fill(still) }) }
}

const patterns = new WeakMap<ServicePlayer, RegExp>()

function compiled(player: ServicePlayer): RegExp {
  let pattern = patterns.get(player)
  if (!pattern) {
    pattern = new RegExp(player.match, 'i')
    patterns.set(player, pattern)
  }
  return pattern
}
