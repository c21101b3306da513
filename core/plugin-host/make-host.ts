import { type CapabilityId, capabilityOf, isAllowedHost } from '../plugin-contract/capabilities.ts'
import type { Host } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginTables } from '../plugin-contract/plugin-tables.ts'
import type { FoundPlugin } from '../plugins/find-plugins.ts'
import { type HandledKind, handledKinds, idOf, type Registration } from '../plugins/registry.ts'
import type { Timers } from '../plugins/timers.ts'
import type { Site } from '../site.ts'
import type { OutsideFetch } from '../sources/source-type.ts'
import type { HostCalls } from './host-calls.ts'
import { checkService, checkSourceType } from './registration-checks.ts'

/** What a host does its calls with. */
export interface HostWorld {
  site: Site
  settings: Readonly<Record<string, unknown>>
  timers: Timers
  calls: HostCalls
  /** False as soon as the plugin is being switched off. */
  isOn(): boolean
  /** Adds to the registry, or throws when the name is taken. */
  register(registration: Registration): void
  /** What a plugin provides under this name. */
  provided(name: string): object | undefined
}

/**
 * Makes what one plugin is handed. A method whose capability the manifest does not ask for is not there; every call is checked again,
 * also later.
 */
export function makeHost({ manifest }: FoundPlugin, world: HostWorld): Host {
  const whole: Host = { ...plainParts(manifest, world), ...registrations(manifest, world), ...asynchronousCalls(manifest, world) }
  const granted = new Set<string>(manifest.capabilities.map(({ id }) => id))
  const allowed = Object.entries(whole).filter(([method]) => {
    const capability = capabilityOf(method)
    return capability === undefined || granted.has(capability) || (method === 'entries' && granted.has('entries:write'))
  })
  return Object.freeze(Object.fromEntries(allowed)) as unknown as Host
}

/** Makes sense of a plugin that calls what it was not granted: the method is not there, and the reason is in its manifest. */
export function explainMissing(error: unknown): unknown {
  const method = error instanceof TypeError ? /\bhost\.(\w+)[\w.]* is not a function|reading '(\w+)'/.exec(error.message) : null
  const capability = method?.[1] && capabilityOf(method[1])
  if (!capability) return error
  return new Error(`host.${method?.[1]} needs the capability "${capability}", for which plugin.json does not ask.`, { cause: error })
}

type Guard = (call: string) => void

function guardOf({ name }: Manifest, { isOn }: HostWorld): Guard {
  return call => {
    if (!isOn()) throw new Error(`The plugin "${name}" is switched off; host.${call} can no longer be used.`)
  }
}

function plainParts(manifest: Manifest, { site, settings }: HostWorld): Pick<Host, 'plugin' | 'log' | 'settings'> {
  return {
    plugin: Object.freeze({ name: manifest.name, version: manifest.version }),
    log: site.log.child({ plugin: manifest.name }),
    settings,
  }
}

type Registering = Pick<
  Host,
  | 'sourceType'
  | 'service'
  | 'on'
  | 'filter'
  | 'route'
  | 'page'
  | 'slot'
  | 'insert'
  | 'adminPage'
  | 'card'
  | 'job'
  | 'timer'
  | 'command'
  | 'importer'
  | 'action'
  | 'provide'
  | 'use'
>

function registrations(manifest: Manifest, world: HostWorld): Registering {
  const guard = guardOf(manifest, world)
  const bind =
    (call: keyof Host, kind: HandledKind) =>
    (id: string, thing: unknown): void => {
      guard(call)
      checkDeclared(manifest, call, kind, id)
      checkHandler(call, id, thing)
      world.register({ kind, name: id, thing })
    }
  return {
    sourceType(type) {
      guard('sourceType')
      const name = checkSourceType(type)
      checkScope(manifest, 'sources:provide', 'types', name)
      world.register({ kind: 'source type', name, thing: type })
    },
    service(service) {
      guard('service')
      const name = checkService(service)
      checkScope(manifest, 'sources:provide', 'services', name)
      world.register({ kind: 'service', name, thing: service })
    },
    on(name, listener) {
      guard('on')
      checkScope(manifest, 'events:listen', 'events', name)
      checkHandler('on', name, listener)
      world.register({ kind: 'listener', name, thing: listener as never })
    },
    filter(name, filter) {
      guard('filter')
      checkScope(manifest, 'content:filter', 'filters', name)
      checkHandler('filter', name, filter)
      world.register({ kind: 'filter', name, thing: filter as never })
    },
    route: bind('route', 'route'),
    page: bind('page', 'page'),
    slot: bind('slot', 'slot'),
    insert: bind('insert', 'insert'),
    adminPage: bind('adminPage', 'admin page'),
    card: bind('card', 'card'),
    job: bind('job', 'job'),
    command: bind('command', 'command'),
    importer: bind('importer', 'importer'),
    action: bind('action', 'action'),
    timer(name, work) {
      bind('timer', 'timer')(name, work)
      const { seconds } = manifest.contributes.timers.find(timer => timer.name === name)!
      world.timers.add(seconds, name, work)
    },
    provide(name, service) {
      guard('provide')
      if (name !== manifest.name && !manifest.provides.includes(name)) {
        throw new Error(`host.provide("${name}") needs "${name}" in the "provides" of plugin.json.`)
      }
      world.register({ kind: 'provided thing', name, thing: service })
    },
    use<Provided extends object>(name: string): Provided {
      guard('use')
      if (!manifest.requires.includes(name)) throw new Error(`host.use("${name}") needs "${name}" in the "requires" of plugin.json.`)
      const provided = world.provided(name)
      if (!provided) throw new Error(`host.use("${name}"): the plugin that should provide it has not done so.`)
      return provided as Provided
    },
  }
}

type Calling = Pick<
  Host,
  | 'fetch'
  | 'data'
  | 'policies'
  | 'subjects'
  | 'tables'
  | 'addJob'
  | 'consents'
  | 'memberSettings'
  | 'notify'
  | 'say'
  | 'members'
  | 'entries'
  | 'act'
  | 'proposals'
>

function asynchronousCalls(manifest: Manifest, world: HostWorld): Calling {
  const guard = guardOf(manifest, world)
  const { calls, site } = world
  const guarded = <Arguments extends unknown[], Result>(call: string, work: (...given: Arguments) => Promise<Result>) => {
    return async (...given: Arguments): Promise<Result> => {
      guard(call)
      return work(...given)
    }
  }
  const guardedAll = <Methods extends object>(name: string, methods: Methods): Methods => {
    const all = Object.entries(methods).map(([method, work]) => [method, guarded(`${name}.${method}`, work as never)])
    return Object.freeze(Object.fromEntries(all)) as Methods
  }
  return {
    fetch: fetchWithin(manifest, site.fetch, guard),
    data: Object.freeze(Object.fromEntries(Object.entries(calls.data).map(([name, rows]) => [name, guardedAll(`data.${name}`, rows)]))),
    tables: guardedTables(calls.tables, guard),
    policies: guarded('policies', calls.policies),
    addJob: guarded('addJob', calls.addJob),
    consents: guardedAll('consents', calls.consents),
    memberSettings: guarded('memberSettings', calls.memberSettings),
    notify: guarded('notify', calls.notify),
    say: guarded('say', calls.say),
    subjects: guardedAll('subjects', calls.subjects),
    members: guardedAll('members', calls.members),
    entries: guardedAll('entries', calls.entries),
    act: guarded('act', calls.act),
    proposals: guardedAll('proposals', calls.proposals),
  }
}

function guardedTables(tables: PluginTables, guard: Guard): PluginTables {
  const table = (name: string): unknown => {
    guard('tables')
    return tables(name)
  }
  const { rows, raw, transaction, dialect, now } = tables
  const guarded = Object.entries({ rows, raw, transaction }).map(([name, work]) => [
    name,
    (...given: unknown[]) => {
      guard(`tables.${name}`)
      return (work as (...given: unknown[]) => unknown)(...given)
    },
  ])
  return Object.freeze(Object.assign(table, Object.fromEntries(guarded), { dialect, now })) as unknown as PluginTables
}

/** The way out, to the hosts that the manifest names. A redirect is a request of its own. */
function fetchWithin({ capabilities }: Manifest, fetch: OutsideFetch, guard: Guard): OutsideFetch {
  const hosts = capabilities.find(({ id }) => id === 'network:fetch')?.hosts ?? []
  const mayAsk = (url: string): boolean => isAllowedHost(hosts, url)
  return async (url, options) => {
    guard('fetch')
    if (!mayAsk(url)) throw new Error(`host.fetch may ask ${hosts.join(', ') || 'nobody'}, but not ${url}. Name its host in plugin.json.`)
    return fetch(url, { ...options, mayFollow: mayAsk })
  }
}

function checkDeclared({ contributes }: Manifest, call: string, kind: HandledKind, id: string): void {
  const key = handledKinds[kind]
  const names = contributes[key].map(one => idOf(one))
  if (names.includes(id)) return
  throw new Error(`host.${call}("${id}", …) needs "${id}" in "contributes.${key}" of plugin.json; it has ${names.join(', ') || 'none'}.`)
}

function checkHandler(call: string, id: string, thing: unknown): void {
  const isHandler =
    typeof thing === 'function' || (['insert', 'adminPage', 'action'].includes(call) && typeof thing === 'object' && thing !== null)
  if (!isHandler) throw new Error(`host.${call}("${id}", …) should be handed a function, but got ${typeof thing}.`)
}

function checkScope({ capabilities }: Manifest, id: CapabilityId, key: 'events' | 'filters' | 'types' | 'services', name: string): void {
  const capability = capabilities.find(one => one.id === id)
  if (!capability) throw new Error(`This needs the capability "${id}", for which plugin.json does not ask.`)
  const scope = capability[key] ?? []
  if (!scope.includes(name))
    throw new Error(
      `"${name}" should be among the "${key}" of the capability "${id}" in plugin.json, which has ${scope.join(', ') || 'none'}.`,
    )
}
