import type { OutsideFetch, Service, SourceType } from '../sources/source-type.ts'
import type { EventName } from './events.ts'
import type { FilterName } from './filters.ts'
import type { Filter, Listener } from './registry.ts'

/** What the entry file of a plugin exports as its default. */
export interface Plugin {
  /**
   * Registers everything the plugin brings, through `host`. Called whenever the plugin is switched on, also a second time in one
   * process. When it throws or takes more than ten seconds, the plugin is left out and the site goes on without it.
   */
  activate(host: Host): void | Promise<void>
  /**
   * The plugin's own clean-up, for what it opened itself. What it registered is gone already when this is called, and stays gone
   * whatever this does.
   */
  deactivate?(): void | Promise<void>
}

/**
 * All that a plugin is handed. What is registered here ends when the plugin is switched off; nothing has to be taken back.
 * Calls after that throw, and so do calls whose capability `plugin.json` does not ask for.
 */
export interface Host {
  /** Name and version from `plugin.json`. */
  readonly plugin: { readonly name: string; readonly version: string }
  /** Writes to the site's log under the plugin's name. Never log what members wrote, addresses with secrets or tokens. */
  readonly log: PluginLog
  /** Values of the settings that `plugin.json` describes, defaults filled in, as they were when the plugin was switched on. */
  readonly settings: Readonly<Record<string, unknown>>
  /** The way out: no private addresses, limits of size, time and redirects. Needs `network:fetch`. */
  readonly fetch: OutsideFetch
  /** Adds a kind of source that members may connect. Needs `sources:provide`. Throws when another plugin has the same `type`. */
  sourceType(type: SourceType): void
  /** Describes a well-known site: its addresses, look and players. Needs `sources:provide`. Throws when the `id` is taken. */
  service(service: Service): void
  /**
   * Tells what has happened, after it was committed: at least once, so the same event may come twice (its `id` is the same).
   * A listener that throws or takes more than ten seconds is tried again later. Needs `events:listen`.
   *
   * @example host.on('entry.published', async ({ entryId }, event) => { … })
   */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): void
  /**
   * May change a value before it is used, by returning another one. For content, never for permission. A filter that throws, takes
   * more than five seconds or returns something else than such a value is skipped. Needs `content:filter`.
   *
   * @example host.filter('entry.publishing', draft => ({ ...draft, body: draft.body.trim() }))
   */
  filter<Name extends FilterName>(name: Name, filter: Filter<Name>): void
  /** Does something again and again while the site serves; never twice at the same time. Use this instead of `setInterval`. */
  every(seconds: number, name: string, work: () => unknown): void
  /** Offers something to other plugins, under the plugin's own name or one of its `provides`. */
  provide(name: string, service: object): void
  /** What another plugin provides. The name stands in this plugin's `requires`, so it is there as long as this plugin is on. */
  use<Provided extends object>(name: string): Provided
}

export interface PluginLog {
  debug: LogLine
  info: LogLine
  warn: LogLine
  error: LogLine
}

/** A message, with values before it where there are some: `host.log.warn({ status }, 'the service refuses')`. */
export interface LogLine {
  (message: string): void
  (values: object, message: string): void
}
