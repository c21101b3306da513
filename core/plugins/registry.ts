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
  /** Source of the Content-Security-Policy's frame-src: `https://www.youtube-nocookie.com`. */
  readonly frameHosts: readonly string[]
}
