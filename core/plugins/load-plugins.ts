import type { EventListener } from '../jobs/outbox.ts'
import type { Site } from '../site.ts'
import { type FoundPlugin, findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { pluginListeners } from './plugin-listeners.ts'
import { type PluginState, readPluginStates, writePluginState } from './plugin-states.ts'
import { buildRegistry, type Registration, type Registry } from './registry.ts'
import { type Neighbours, RunningPlugin } from './running-plugin.ts'

export interface PluginsOptions {
  /** Loads nothing. */
  safe: boolean
}

export interface Plugins {
  readonly registry: Registry
  /** One listener of the outbox for each listener of a plugin. */
  eventListeners(): EventListener[]
  /** Starts the plugins' timers, now and for those that come later. For the process that serves. */
  startTimers(): void
  /** Follows what another process enabled or disabled. */
  refresh(): Promise<void>
  close(): Promise<void>
}

/** Starts every plugin in the site's folders that is not switched off. One that is broken is reported and left out. */
export async function openPlugins(site: Site, options: PluginsOptions): Promise<Plugins> {
  const plugins = new LoadedPlugins(site, options)
  await plugins.refresh()
  return plugins
}

class LoadedPlugins implements Plugins, Neighbours {
  readonly #site: Site
  readonly #options: PluginsOptions
  /** In the order in which they started. */
  readonly #running = new Map<string, RunningPlugin>()
  #registry: Registry = buildRegistry([])
  #listeners: EventListener[] = []
  #timersRun = false
  #closed = false
  #work: Promise<void> = Promise.resolve()

  constructor(site: Site, options: PluginsOptions) {
    this.#site = site
    this.#options = options
  }

  get registry(): Registry {
    return this.#registry
  }

  eventListeners(): EventListener[] {
    return this.#listeners
  }

  startTimers(): void {
    this.#timersRun = true
    for (const plugin of this.#running.values()) plugin.timers.start()
  }

  refresh(): Promise<void> {
    return this.#next(() => this.#follow())
  }

  close(): Promise<void> {
    return this.#next(async () => {
      this.#closed = true
      await this.#stopAll([...this.#running.values()])
    })
  }

  holderOf({ kind, name }: Registration): string | undefined {
    for (const { plugin, registrations } of this.#running.values()) {
      if (registrations.some(known => known.kind === kind && known.name === name)) return plugin
    }
    return undefined
  }

  changed(): void {
    this.#registry = buildRegistry([...this.#running.values()])
    this.#listeners = pluginListeners(this.#site, this.#registry)
  }

  /** One change at a time, in the order of the calls. */
  #next(work: () => Promise<void>): Promise<void> {
    const result = this.#work.then(work)
    this.#work = result.catch(() => {})
    return result
  }

  /** Makes what runs equal to what is on disk and not switched off. */
  async #follow(): Promise<void> {
    if (this.#options.safe || this.#closed) return
    const states = await readPluginStates(this.#site.db)
    const off = new Set([...states.values()].filter(state => state.disabledAt !== null).map(state => state.name))
    const { plugins, problems } = findPlugins(this.#site)
    const { ordered, problems: unmet } = orderPlugins(plugins, off)
    for (const [name, problem] of unmet) problems.set(name, problem)
    for (const name of off) problems.delete(name)

    const wanted = new Set(ordered.map(plugin => plugin.name))
    const stale = await this.#stale()
    const ids = new Map(ordered.map(plugin => [plugin.name, plugin.id]))
    const isOther = ({ found }: RunningPlugin): boolean => ids.get(found.name) !== found.id
    await this.#stopAll([...this.#running.values()].filter(plugin => !wanted.has(plugin.plugin) || stale.has(plugin) || isOther(plugin)))
    for (const found of ordered) {
      const problem = this.#running.has(found.name) ? undefined : await this.#start(found)
      if (problem !== undefined) problems.set(found.name, problem)
    }
    for (const [plugin, problem] of problems) this.#site.log.error({ plugin, problem }, 'a plugin is left out')
    await this.#keep(problems, states)
  }

  /** Plugins whose settings were changed, and those that hold what these provide. */
  async #stale(): Promise<Set<RunningPlugin>> {
    const stale = new Set<RunningPlugin>()
    const names = new Set<string>()
    // In the order of starting, so that who requires somebody comes later.
    for (const plugin of this.#running.values()) {
      const { requires, provides } = plugin.found.manifest
      if (!requires.some(name => names.has(name)) && !(await plugin.isOutOfDate())) continue
      stale.add(plugin)
      for (const name of [plugin.plugin, ...provides]) names.add(name)
    }
    return stale
  }

  /** Returns why the plugin did not start. */
  async #start(found: FoundPlugin): Promise<string | undefined> {
    const broken = found.manifest.requires.find(name => !this.#isThere(name))
    if (broken !== undefined) return `It requires "${broken}", which cannot start.`
    const plugin = new RunningPlugin(this.#site, found, this)
    try {
      await plugin.start()
    } catch (error) {
      this.#site.log.debug({ error, plugin: found.name }, 'a plugin failed while it started')
      return error instanceof Error ? error.message : String(error)
    }
    this.#running.set(found.name, plugin)
    this.changed()
    if (this.#timersRun) plugin.timers.start()
    return undefined
  }

  #isThere(name: string): boolean {
    return this.#running.has(name) || [...this.#running.values()].some(({ found }) => found.manifest.provides.includes(name))
  }

  /** Out of the registry first, all at once; then each cleans up, the last one that started first. */
  async #stopAll(plugins: RunningPlugin[]): Promise<void> {
    if (plugins.length === 0) return
    for (const { plugin } of plugins) this.#running.delete(plugin)
    this.changed()
    for (const plugin of plugins.reverse()) await plugin.stop()
  }

  /** Keeps the problems for the list of plugins, and forgets those that are over. */
  async #keep(problems: ReadonlyMap<string, string>, states: ReadonlyMap<string, PluginState>): Promise<void> {
    const names = new Set([...problems.keys(), ...states.keys()])
    const changed = [...names].filter(name => (states.get(name)?.problem ?? null) !== (problems.get(name) ?? null))
    if (changed.length === 0) return
    await this.#site.db.transaction(async trx => {
      for (const name of changed) await writePluginState(trx, { name, problem: problems.get(name) ?? null }, this.#site.now())
    })
  }
}
