import type { Service, SourceType } from '../sources/source-type.ts'
import type { Delivered, EventName, Events } from './events.ts'
import type { FilterName, Filters } from './filters.ts'

/** Something a plugin registered, with the plugin's name for logs and messages. */
export interface Registered<Thing> {
  plugin: string
  thing: Thing
}

export type Listener<Name extends EventName = EventName> = (payload: Events[Name], event: Delivered<Name>) => void | Promise<void>
export type Filter<Name extends FilterName = FilterName> = (value: Filters[Name]) => Filters[Name] | Promise<Filters[Name]>

/** What plugins have registered at one moment. Immutable: a plugin that comes or goes makes a new one. */
export interface Registry {
  readonly sourceTypes: ReadonlyMap<string, Registered<SourceType>>
  readonly services: readonly Service[]
  readonly listeners: ReadonlyMap<EventName, readonly Registered<Listener>[]>
  readonly filters: ReadonlyMap<FilterName, readonly Registered<Filter>[]>
  /** What plugins offer each other, by name. */
  readonly provided: ReadonlyMap<string, Registered<object>>
  /** Source of the Content-Security-Policy's frame-src: `https://www.youtube-nocookie.com`. */
  readonly frameHosts: readonly string[]
}

/** One call of a plugin's host that adds something to the registry. */
export type Registration =
  | { kind: 'source type'; name: string; thing: SourceType }
  | { kind: 'service'; name: string; thing: Service }
  | { kind: 'provided thing'; name: string; thing: object }
  | { kind: 'listener'; name: EventName; thing: Listener }
  | { kind: 'filter'; name: FilterName; thing: Filter }

/** What one plugin registered, in the order of its calls. */
export interface Contributions {
  plugin: string
  registrations: readonly Registration[]
}

/** Builds the registry from what each plugin registered, in the order in which the plugins started. */
export function buildRegistry(contributions: readonly Contributions[]): Registry {
  const sourceTypes = new Map<string, Registered<SourceType>>()
  const services: Service[] = []
  const listeners = new Map<EventName, Registered<Listener>[]>()
  const filters = new Map<FilterName, Registered<Filter>[]>()
  const provided = new Map<string, Registered<object>>()
  for (const { plugin, registrations } of contributions) {
    for (const { kind, name, thing } of registrations) {
      if (kind === 'source type') sourceTypes.set(name, { plugin, thing })
      else if (kind === 'service') services.push(thing)
      else if (kind === 'provided thing') provided.set(name, { plugin, thing })
      else if (kind === 'listener') listeners.set(name, [...(listeners.get(name) ?? []), { plugin, thing }])
      else filters.set(name, [...(filters.get(name) ?? []), { plugin, thing }])
    }
  }
  const frameHosts = [...new Set(services.flatMap(frameHostsOf))]
  return Object.freeze({
    sourceTypes,
    services: Object.freeze(services),
    listeners,
    filters,
    provided,
    frameHosts: Object.freeze(frameHosts),
  })
}

/** Hosts that a service's players are framed from. A host that depends on the address cannot go into the policy and is left out. */
function frameHostsOf(service: Service): string[] {
  return service.players.map(player => /^https:\/\/[\w.-]+(?::\d+)?(?=[/?#]|$)/.exec(player.embed)?.[0]).filter(host => host !== undefined)
}
