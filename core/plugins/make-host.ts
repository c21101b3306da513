import type { Site } from '../site.ts'
import type { FoundPlugin } from './find-plugins.ts'
import type { Host } from './host.ts'
import type { Capability } from './manifest.ts'
import { checkService, checkSourceType } from './registration-checks.ts'
import type { Registration } from './registry.ts'
import type { Timers } from './timers.ts'

/** What a host does its calls with. */
export interface HostWorld {
  site: Site
  settings: Readonly<Record<string, unknown>>
  timers: Timers
  /** False as soon as the plugin is being switched off. */
  isOn(): boolean
  /** Adds to the registry, or throws when the name is taken. */
  register(registration: Registration): void
  /** What a plugin provides under this name. */
  provided(name: string): object | undefined
}

/** Makes what one plugin is handed. Every call is checked against its manifest, also later. */
export function makeHost({ manifest }: FoundPlugin, world: HostWorld): Host {
  const { site, register } = world
  const may = (call: string, capability?: Capability): void => {
    if (!world.isOn()) throw new Error(`The plugin "${manifest.name}" is switched off; host.${call} can no longer be used.`)
    if (!capability || manifest.capabilities.some(({ id }) => id === capability)) return
    throw new Error(`host.${call} needs the capability "${capability}", for which plugin.json does not ask.`)
  }
  const host: Host = {
    plugin: Object.freeze({ name: manifest.name, version: manifest.version }),
    log: site.log.child({ plugin: manifest.name }),
    settings: world.settings,
    fetch(url, options) {
      may('fetch', 'network:fetch')
      return site.fetch(url, options)
    },
    sourceType(type) {
      may('sourceType', 'sources:provide')
      register({ kind: 'source type', name: checkSourceType(type), thing: type })
    },
    service(service) {
      may('service', 'sources:provide')
      register({ kind: 'service', name: checkService(service), thing: service })
    },
    on(name, listener) {
      may('on', 'events:listen')
      if (typeof listener !== 'function') throw new Error(`host.on("${name}", …) should be handed a function, but got ${typeof listener}.`)
      register({ kind: 'listener', name, thing: listener as never })
    },
    filter(name, filter) {
      may('filter', 'content:filter')
      if (typeof filter !== 'function') throw new Error(`host.filter("${name}", …) should be handed a function, but got ${typeof filter}.`)
      register({ kind: 'filter', name, thing: filter as never })
    },
    every(seconds, name, work) {
      may('every')
      world.timers.add(seconds, name, work)
    },
    provide(name, service) {
      may('provide')
      if (name !== manifest.name && !manifest.provides.includes(name)) {
        throw new Error(`host.provide("${name}") needs "${name}" in the "provides" of plugin.json.`)
      }
      register({ kind: 'provided thing', name, thing: service })
    },
    use<Provided extends object>(name: string): Provided {
      may('use')
      if (!manifest.requires.includes(name)) throw new Error(`host.use("${name}") needs "${name}" in the "requires" of plugin.json.`)
      const provided = world.provided(name)
      if (!provided) throw new Error(`host.use("${name}"): the plugin that should provide it has not done so.`)
      return provided as Provided
    },
  }
  return Object.freeze(host)
}
