import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { migrate } from '../db/migrate.ts'
import { addressOf } from '../plugin-contract/contributes.ts'
import type { Plugin } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import { rememberTables } from '../plugin-data/personal-tables.ts'
import { inTime } from '../plugin-health/in-time.ts'
import type { MinuteLimits } from '../plugin-health/minute-use.ts'
import { PluginGuard } from '../plugin-health/plugin-guard.ts'
import type { MakeHostCalls } from '../plugin-host/host-calls.ts'
import { explainMissing, makeHost } from '../plugin-host/make-host.ts'
import { pluginSettings } from '../plugin-settings/plugin-settings.ts'
import type { Site } from '../site.ts'
import { pluginCssProblems } from '../themes/check-css.ts'
import { checkSources } from '../themes/check-sources.ts'
import { readPluginTemplates, readThemeFiles } from '../themes/read-theme.ts'
import type { FoundPlugin } from './find-plugins.ts'
import type { PluginAssets } from './plugin-assets.ts'
import { type Contributions, type HandledKind, handledKinds, idOf, type Registration, type Registry } from './registry.ts'
import { Timers } from './timers.ts'

/** Milliseconds for a plugin's activate and for its deactivate. */
const patience = 10_000

/** What can do with a template alone. */
const templated: ReadonlySet<HandledKind> = new Set<HandledKind>(['page', 'slot', 'insert'])

/** What a plugin needs of the others. */
export interface Neighbours {
  readonly registry: Registry
  /** The plugin that has registered this name for this kind of thing. */
  holderOf(registration: Registration, asker: string): string | undefined
  /** Called when what a running plugin has registered is not the same as before. */
  changed(): void
  readonly makeCalls: MakeHostCalls
  readonly limits: MinuteLimits
  /** It failed so often that it is to be switched off. */
  ended(plugin: RunningPlugin, reason: string): void
  /** It failed often enough to be paused. */
  opened(plugin: RunningPlugin, reason: string): void
}

/** What goes by one name on the whole site. Everything else is found by plugin and id, so that ids need not differ from those of others. */
const sharedKinds: ReadonlySet<Registration['kind']> = new Set(['source type', 'service', 'provided thing', 'action'])

/** `GET /governance/proposals/:`: parameters have different names and stand for the same. */
function addressKey(plugin: string, declared: { method?: string; at?: string; path?: string }): string {
  return `${declared.method ?? 'GET'} ${addressOf(plugin, declared).replaceAll(/:\w+/g, ':')}`
}

/** One generation of a plugin: its code as it was when it was switched on or updated, with everything it registered. */
export class RunningPlugin implements Contributions {
  readonly found: FoundPlugin
  readonly registrations: Registration[] = []
  readonly timers: Timers
  readonly guard: PluginGuard
  readonly #site: Site
  readonly #neighbours: Neighbours
  /** What takes back what does not live in the registry; run from the last to the first. */
  readonly #takeBack: (() => void)[] = []
  #plugin: Plugin | undefined
  #settings: Readonly<Record<string, unknown>> = {}
  #assets: PluginAssets = { assets: new Map(), hash: '' }
  #state: 'starting' | 'on' | 'off' = 'starting'

  constructor(site: Site, found: FoundPlugin, neighbours: Neighbours) {
    this.found = found
    this.#site = site
    this.#neighbours = neighbours
    this.guard = new PluginGuard({
      plugin: found.name,
      folder: found.folder,
      log: site.log,
      now: site.now,
      limits: neighbours.limits,
      onEnded: reason => neighbours.ended(this, reason),
      onOpened: reason => neighbours.opened(this, reason),
    })
    this.timers = new Timers(this.guard)
  }

  get plugin(): string {
    return this.found.name
  }

  /** What it was started with. */
  get settings(): Readonly<Record<string, unknown>> {
    return this.#settings
  }

  get assets(): PluginAssets {
    return this.#assets
  }

  get manifest(): Manifest {
    return this.found.manifest
  }

  /**
   * Brings the plugin's tables up to date, lets it register what it brings and tries it. Nobody sees anything of it before `enter`.
   * When it fails, nothing of it is left.
   */
  async start(): Promise<void> {
    const { folder, manifest, name } = this.found
    this.found.verify?.()
    const migrations = join(folder, 'migrations')
    if (existsSync(migrations)) await migrate(this.#site.db, [{ owner: name, path: migrations }], this.#site.now)
    await rememberTables(this.#site, manifest)
    this.#plugin = manifest.runtime === 'declarative' ? { activate() {} } : await inTime(patience, () => this.#load())
    const settings = await pluginSettings(this.#site, manifest)
    this.#settings = settings
    this.#assets = readThemeFiles(folder)
    this.#checkFiles()
    this.#checkAddresses()
    const host = makeHost(this.found, {
      site: this.#site,
      settings,
      timers: this.timers,
      calls: this.#neighbours.makeCalls(manifest, this.guard),
      isOn: () => this.#state !== 'off',
      register: registration => this.#register(registration),
      provided: wanted => this.#neighbours.registry.provided.get(wanted)?.thing,
    })
    try {
      await this.guard.run('activate', { patience }, () => this.#plugin!.activate(host))
      this.#checkBound()
      await this.guard.run('selfTest', { patience }, () => this.#plugin!.selfTest?.(host))
    } catch (error) {
      await this.stop()
      throw explainMissing(error)
    }
  }

  /** Its templates are there from now on. Synchronous, so that a new version takes the place of the old one between two requests. */
  enter(): void {
    const { folder, name } = this.found
    // Templates are compiled together, which takes a while.
    const hasWords = ['templates', 'locales'].some(part => existsSync(join(folder, part)))
    if (hasWords) this.#takeBack.push(this.#site.themes.addTemplates(name, folder))
    this.#state = 'on'
  }

  /** The opposite of `enter`. */
  leave(): void {
    for (const takeBack of this.#takeBack.splice(0).reverse()) takeBack()
  }

  /** Whether its settings are not those that it was started with. */
  async isOutOfDate(): Promise<boolean> {
    if (!this.found.manifest.settings) return false
    const settings = await pluginSettings(this.#site, this.found.manifest).catch(() => undefined)
    return JSON.stringify(settings) !== JSON.stringify(this.#settings)
  }

  /** Takes back everything it registered, whatever its own clean-up does. It is out of the registry already. */
  async stop(): Promise<void> {
    this.#state = 'off'
    this.leave()
    await this.#attempt(() => this.timers.stop())
    await this.#attempt(() => this.#plugin?.deactivate?.())
    this.registrations.length = 0
  }

  /** What it declares to load is there, and its templates keep the rules of themes. */
  #checkFiles(): void {
    const { styles, scripts, adminPages } = this.manifest.contributes
    for (const file of [...styles, ...scripts, ...adminPages.flatMap(page => [...page.styles, ...page.scripts])]) {
      if (!this.#assets.assets.has(file)) throw new Error(`plugin.json names assets/${file}, but there is no such file.`)
    }
    if (this.manifest.runtime !== 'trusted') this.#checkStyles()
    const templates = readPluginTemplates(this.plugin, this.found.folder)
    for (const name of [...templates.pages.keys(), ...templates.partials.keys()]) {
      if (name !== this.plugin && !name.startsWith(`${this.plugin}-`))
        throw new Error(`The template ${name}.hbs should be called "${this.plugin}" or begin with "${this.plugin}-".`)
    }
    const [finding] = checkSources(templates)
    if (finding)
      throw new Error(`${relative(this.found.folder, finding.file)}${finding.line ? `:${finding.line}` : ''}: ${finding.message}`)
  }

  /** Two plugins cannot answer at the same address. */
  #checkAddresses(): void {
    const others = this.#neighbours.registry
    const taken = new Map([...others.pages, ...others.routes].map(one => [addressKey(one.plugin, one.declared), one.plugin]))
    for (const declared of [...this.manifest.contributes.pages, ...this.manifest.contributes.routes]) {
      const holder = declared.at === undefined ? undefined : taken.get(addressKey(this.plugin, declared))
      if (holder && holder !== this.plugin) throw new Error(`The address ${declared.at} belongs to the plugin "${holder}" already.`)
    }
  }

  #checkStyles(): void {
    for (const [path, { file }] of this.#assets.assets) {
      const [problem] = path.endsWith('.css') ? pluginCssProblems(readFileSync(file, 'utf8')) : []
      if (problem) throw new Error(`assets/${path}: ${problem}`)
    }
  }

  /** Whatever needs code and is declared has some. */
  #checkBound(): void {
    for (const [kind, key] of Object.entries(handledKinds)) {
      if (templated.has(kind as HandledKind)) continue
      for (const name of this.manifest.contributes[key].map(idOf)) {
        if (this.registrations.some(one => one.kind === kind && one.name === name)) continue
        throw new Error(`plugin.json declares the ${kind} "${name}", but activate does not register it.`)
      }
    }
  }

  async #load(): Promise<Plugin> {
    const { folder, manifest } = this.found
    const file = join(folder, manifest.entry)
    const shown = relative(this.#site.config.root, file)
    if (!existsSync(file)) throw new Error(`${shown} should be the entry of the plugin, but there is no such file.`)
    if (manifest.runtime === 'sandbox') {
      const { loadSandboxed } = await import('../sandbox/load-sandboxed.ts')
      return loadSandboxed(this.#site, this.found, {
        onFailure: error => this.guard.fail('work in the sandbox', error),
        onForgotten: error => this.guard.fail('work that it left behind', error),
        onUse: (milliseconds, calls) => this.guard.spend(milliseconds, calls),
      })
    }
    const loaded = await importEntry(file, shown)
    if (typeof loaded.default?.activate === 'function') return loaded.default as Plugin
    throw new Error(`${shown} should export an object with activate(host) as its default, but exports ${typeof loaded.default}.`)
  }

  #register(registration: Registration): void {
    const { kind, name } = registration
    const own = this.registrations.some(known => known.kind === kind && known.name === name) ? this.plugin : undefined
    const others = sharedKinds.has(kind) ? this.#neighbours.holderOf(registration, this.plugin) : undefined
    const holder = kind === 'listener' || kind === 'filter' ? undefined : (own ?? others)
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

/** Node says what does not parse, but not where. */
async function importEntry(file: string, shown: string): Promise<{ default?: Partial<Plugin> }> {
  try {
    return (await import(pathToFileURL(file).href)) as { default?: Partial<Plugin> }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Error(`${shown} cannot be read: ${error.message}`, { cause: error })
  }
}
