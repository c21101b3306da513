import { system } from '../actor.ts'
import type { EventListener } from '../jobs/outbox.ts'
import type { MinuteLimits } from '../plugin-health/minute-use.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'
import type { MakeHostCalls } from '../plugin-host/host-calls.ts'
import type { Site } from '../site.ts'
import { type FoundPlugin, findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { pluginListeners } from './plugin-listeners.ts'
import { isOff, type PluginState, readPluginStates, writePluginState } from './plugin-states.ts'
import { buildRegistry, handledKinds, type Registration, type Registry } from './registry.ts'
import { type Neighbours, RunningPlugin } from './running-plugin.ts'

export interface PluginsOptions {
  /** Loads nothing. */
  safe: boolean
  makeCalls: MakeHostCalls
  /** What a plugin in a sandbox may use within a minute. */
  limits: MinuteLimits
  /** Puts the version before in the place of one that does not work, where there is one. */
  goBack(name: string, reason: string): Promise<unknown>
}

/** Milliseconds after an update in which a plugin that keeps failing goes back to the version before. */
const watched = 300_000

export interface Plugins {
  readonly registry: Registry
  /** One listener of the outbox for each listener of a plugin. */
  eventListeners(): EventListener[]
  /** Starts the plugins' timers, now and for those that come later. For the process that serves. */
  startTimers(): void
  /** Follows what another process enabled or disabled. */
  refresh(): Promise<void>
  /** The plugin from whose files an error came that nobody caught. */
  ownerOf(error: unknown): PluginGuard | undefined
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
  /** Generations that came by an update, and when. */
  readonly #updated = new WeakMap<RunningPlugin, number>()
  #timersRun = false
  #closed = false
  #work: Promise<void> = Promise.resolve()
  /** What is being done about plugins that fail. */
  #dealing: Promise<unknown> = Promise.resolve()

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

  async close(): Promise<void> {
    this.#closed = true
    await this.#dealing
    return this.#next(async () => {
      await this.#stopAll([...this.#running.values()])
    })
  }

  get limits(): MinuteLimits {
    return this.#options.limits
  }

  get makeCalls(): MakeHostCalls {
    return this.#options.makeCalls
  }

  ownerOf(error: unknown): PluginGuard | undefined {
    return [...this.#running.values()].map(plugin => plugin.guard).find(guard => guard.owns(error))
  }

  ended(plugin: RunningPlugin, reason: string): void {
    this.#site.log.error({ plugin: plugin.plugin, reason }, 'a plugin is switched off, because it failed too often')
    const name = plugin.plugin
    const isHere = (): boolean => this.#running.get(name) === plugin
    this.#lateron(name, async () => isHere() && this.#site.act(system, 'plugin.quarantine', { name, reason }))
  }

  opened(plugin: RunningPlugin, reason: string): void {
    const updatedAt = this.#updated.get(plugin)
    if (updatedAt === undefined || this.#site.now().getTime() - updatedAt > watched) return
    this.#updated.delete(plugin)
    this.#goBack(plugin.plugin, reason)
  }

  #goBack(name: string, reason: string): void {
    this.#lateron(name, () => this.#options.goBack(name, reason))
  }

  /** Called from the middle of a plugin's work or of a change of plugins, so that what is to be done about it waits. */
  #lateron(name: string, work: () => Promise<unknown>): void {
    setImmediate(() => {
      if (this.#closed) return
      this.#dealing = this.#dealing
        .then(work)
        // Nothing was done: looking again would find the same, for ever.
        .then(done => (done ? this.refresh() : undefined))
        .catch(error => this.#site.log.error({ error, plugin: name }, 'a plugin that fails could not be dealt with'))
    })
  }

  holderOf({ kind, name }: Registration, asker: string): string | undefined {
    // What a manifest declares by an id is the plugin's own; actions have names for everybody.
    if (kind in handledKinds && kind !== 'action') return undefined
    for (const { plugin, registrations } of this.#running.values()) {
      // A new version takes over what the old one has.
      if (plugin !== asker && registrations.some(known => known.kind === kind && known.name === name)) return plugin
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
    const off = new Set([...states.values()].filter(isOff).map(state => state.name))
    const { plugins, problems } = findPlugins(this.#site)
    const { ordered, problems: unmet } = orderPlugins(plugins, off)
    for (const [name, problem] of unmet) problems.set(name, problem)
    for (const name of off) problems.delete(name)

    const wanted = new Set(ordered.map(plugin => plugin.name))
    const stale = await this.#stale(ordered)
    await this.#stopAll([...this.#running.values()].filter(plugin => !wanted.has(plugin.plugin) || stale.has(plugin)))
    for (const found of ordered) {
      const old = this.#running.get(found.name)
      if (old && old.found.id === found.id) continue
      const problem = old ? await this.#replace(old, found) : await this.#start(found)
      if (problem !== undefined) problems.set(found.name, problem)
    }
    for (const [plugin, problem] of problems) this.#site.log.error({ plugin, problem }, 'a plugin is left out')
    await this.#keep(problems, states)
  }

  /** Plugins whose settings were changed, and those that hold what these or updated ones provide. */
  async #stale(ordered: readonly FoundPlugin[]): Promise<Set<RunningPlugin>> {
    const stale = new Set<RunningPlugin>()
    const names = new Set<string>()
    const ids = new Map(ordered.map(({ name, id }) => [name, id]))
    // In the order of starting, so that who requires somebody comes later.
    for (const plugin of this.#running.values()) {
      const { requires, provides } = plugin.manifest
      const isUpdated = ids.get(plugin.plugin) !== plugin.found.id
      const isStale = requires.some(name => names.has(name)) || (await plugin.isOutOfDate())
      if (isStale) stale.add(plugin)
      if (isStale || isUpdated) for (const name of [plugin.plugin, ...provides]) names.add(name)
    }
    return stale
  }

  /** Returns why the plugin did not start. */
  async #start(found: FoundPlugin): Promise<string | undefined> {
    const plugin = new RunningPlugin(this.#site, found, this)
    const problem = await this.#prepare(plugin)
    const broken = problem ?? this.#enter(plugin)
    if (broken === undefined) return undefined
    if (problem === undefined) await plugin.stop()
    this.#goBack(found.name, broken)
    return broken
  }

  /** A new version takes the place of the old one, between two requests. When it does not start, the old one goes on. */
  async #replace(old: RunningPlugin, found: FoundPlugin): Promise<string | undefined> {
    const plugin = new RunningPlugin(this.#site, found, this)
    const problem = await this.#prepare(plugin)
    if (problem !== undefined) {
      this.#goBack(found.name, problem)
      return `Version ${found.manifest.version} does not start, so ${old.manifest.version} goes on: ${problem}`
    }
    old.leave()
    const broken = this.#enter(plugin)
    if (broken !== undefined) {
      old.enter()
      this.#running.set(old.plugin, old)
      this.changed()
      await plugin.stop()
      this.#goBack(found.name, broken)
      return broken
    }
    this.#updated.set(plugin, this.#site.now().getTime())
    await old.stop()
    return undefined
  }

  /** Runs what the plugin does at its start, where nobody sees it. Returns what was wrong. */
  async #prepare(plugin: RunningPlugin): Promise<string | undefined> {
    const broken = plugin.manifest.requires.find(name => !this.#isThere(name))
    if (broken !== undefined) return `It requires "${broken}", which cannot start.`
    try {
      await plugin.start()
      return undefined
    } catch (error) {
      this.#site.log.debug({ error, plugin: plugin.plugin }, 'a plugin failed while it started')
      return error instanceof Error ? error.message : String(error)
    }
  }

  /** Returns why its templates cannot be used. */
  #enter(plugin: RunningPlugin): string | undefined {
    try {
      plugin.enter()
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    this.#running.set(plugin.plugin, plugin)
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
    for (const plugin of plugins) {
      this.#running.delete(plugin.plugin)
      plugin.leave()
    }
    this.changed()
    for (const plugin of plugins.reverse()) await plugin.stop()
  }

  /** Keeps the problems for the list of plugins, and forgets those that are over. */
  async #keep(problems: ReadonlyMap<string, string>, states: ReadonlyMap<string, PluginState>): Promise<void> {
    const names = new Set([...problems.keys(), ...states.keys()])
    const changed = [...names]
      .filter(name => !states.get(name)?.quarantinedAt)
      .filter(name => (states.get(name)?.problem ?? null) !== (problems.get(name) ?? null))
    if (changed.length === 0) return
    await this.#site.db.transaction(async trx => {
      for (const name of changed) await writePluginState(trx, { name, problem: problems.get(name) ?? null }, this.#site.now())
    })
  }
}
