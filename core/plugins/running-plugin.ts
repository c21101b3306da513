import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { migrate } from '../db/migrate.ts'
import type { Site } from '../site.ts'
import type { FoundPlugin } from './find-plugins.ts'
import type { Plugin } from './host.ts'
import { inTime } from './in-time.ts'
import { makeHost } from './make-host.ts'
import { pluginSettings } from './plugin-settings.ts'
import type { Contributions, Registration, Registry } from './registry.ts'
import { Timers } from './timers.ts'

/** Milliseconds for a plugin's activate and for its deactivate. */
const patience = 10_000

/** What a plugin needs of the others. */
export interface Neighbours {
  readonly registry: Registry
  /** The plugin that has registered this name for this kind of thing. */
  holderOf(registration: Registration): string | undefined
  /** Called when what a running plugin has registered is not the same as before. */
  changed(): void
}

/** One plugin that was switched on, with everything it registered. */
export class RunningPlugin implements Contributions {
  readonly found: FoundPlugin
  readonly registrations: Registration[] = []
  readonly timers: Timers
  readonly #site: Site
  readonly #neighbours: Neighbours
  /** What takes back what does not live in the registry; run from the last to the first. */
  readonly #takeBack: (() => unknown)[] = []
  #plugin: Plugin | undefined
  /** What it was started with, as JSON. */
  #settings = ''
  #state: 'starting' | 'on' | 'off' = 'starting'

  constructor(site: Site, found: FoundPlugin, neighbours: Neighbours) {
    this.found = found
    this.#site = site
    this.#neighbours = neighbours
    this.timers = new Timers(found.name, site.log)
  }

  get plugin(): string {
    return this.found.name
  }

  /** Brings the plugin's tables up to date and lets it register what it brings. When it fails, nothing of it is left. */
  async start(): Promise<void> {
    const { folder, manifest, name } = this.found
    this.found.verify?.()
    const migrations = join(folder, 'migrations')
    if (existsSync(migrations)) await migrate(this.#site.db, [{ owner: name, path: migrations }], this.#site.now)
    this.#plugin = await inTime(patience, () => this.#load())
    const settings = await pluginSettings(this.#site, manifest)
    this.#settings = JSON.stringify(settings)
    const host = makeHost(this.found, {
      site: this.#site,
      settings,
      timers: this.timers,
      isOn: () => this.#state !== 'off',
      register: registration => this.#register(registration),
      provided: wanted => this.#neighbours.registry.provided.get(wanted)?.thing,
    })
    this.#takeBack.push(() => this.timers.stop())
    try {
      const templates = join(folder, 'templates')
      if (existsSync(templates)) this.#takeBack.push(this.#site.themes.addTemplates(name, templates))
      await inTime(patience, () => this.#plugin!.activate(host))
      this.#state = 'on'
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** Whether its settings are not those that it was started with. */
  async isOutOfDate(): Promise<boolean> {
    if (!this.found.manifest.settings) return false
    const settings = await pluginSettings(this.#site, this.found.manifest).catch(() => undefined)
    return JSON.stringify(settings) !== this.#settings
  }

  /** The plugin's own clean-up, then everything it registered, whatever its clean-up did. It is out of the registry already. */
  async stop(): Promise<void> {
    this.#state = 'off'
    await this.#attempt(() => this.#plugin?.deactivate?.())
    this.registrations.length = 0
    for (const takeBack of this.#takeBack.splice(0).reverse()) await this.#attempt(takeBack)
  }

  async #load(): Promise<Plugin> {
    const { folder, manifest } = this.found
    const file = join(folder, manifest.entry)
    const shown = relative(this.#site.config.root, file)
    if (!existsSync(file)) throw new Error(`${shown} should be the entry of the plugin, but there is no such file.`)
    if (manifest.runtime === 'sandbox') return (await import('../sandbox/load-sandboxed.ts')).loadSandboxed(this.#site, this.found)
    const loaded = (await import(pathToFileURL(file).href)) as { default?: Partial<Plugin> }
    if (typeof loaded.default?.activate === 'function') return loaded.default as Plugin
    throw new Error(`${shown} should export an object with activate(host) as its default, but exports ${typeof loaded.default}.`)
  }

  #register(registration: Registration): void {
    const { kind, name } = registration
    const own = this.registrations.some(known => known.kind === kind && known.name === name) ? this.plugin : undefined
    const holder = kind === 'listener' || kind === 'filter' ? undefined : (own ?? this.#neighbours.holderOf(registration))
    if (holder) throw new Error(`The ${kind} "${name}" of the plugin "${this.plugin}" is registered by the plugin "${holder}" already.`)
    this.registrations.push(registration)
    if (this.#state === 'on') this.#neighbours.changed()
  }

  async #attempt(work: () => unknown): Promise<void> {
    try {
      await inTime(patience, work)
    } catch (error) {
      this.#site.log.error({ error, plugin: this.plugin }, 'a plugin could not clean up after itself')
    }
  }
}
