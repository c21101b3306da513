import type { Contributes, RouteDeclaration, SlotName } from '../plugin-contract/contributes.ts'
import type { Delivered, EventName, Events } from '../plugin-contract/events.ts'
import type { FilterName, Filters } from '../plugin-contract/filters.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type {
  ActionHandlers,
  AdminPageHandlers,
  CardHandler,
  CommandHandler,
  ImporterHandler,
  InsertHandlers,
  PageHandler,
  PluginJob,
  RouteHandler,
  SlotHandler,
} from '../plugin-contract/plugin-handlers.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'
import type { Service, SourceType } from '../sources/source-type.ts'
import type { PluginAssets } from './plugin-assets.ts'

/** Something a plugin registered, with the plugin's name for logs and messages. */
export interface Registered<Thing> {
  plugin: string
  /** What every call into it goes through. */
  guard: PluginGuard
  thing: Thing
}

/** What `plugin.json` declares, and the code that is bound to it. */
export interface Bound<Declared, Handler> {
  plugin: string
  guard: PluginGuard
  /** As they were when the plugin was switched on. */
  settings: Readonly<Record<string, unknown>>
  declared: Declared
  /** Absent where a plugin only has a template to show. */
  handler?: Handler
}

type One<Kind extends keyof Contributes> = Contributes[Kind][number]

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
  /** What every call into a plugin goes through, by plugin. */
  readonly guards: ReadonlyMap<string, PluginGuard>
  /** Files that plugins serve, by plugin. */
  readonly assets: ReadonlyMap<string, PluginAssets>
  /** Manifests of what runs, by name. */
  readonly plugins: ReadonlyMap<string, Manifest>
  readonly routes: readonly Bound<RouteDeclaration, RouteHandler>[]
  readonly pages: readonly Bound<One<'pages'>, PageHandler>[]
  readonly slots: ReadonlyMap<SlotName, readonly Bound<One<'slots'>, SlotHandler>[]>
  /** By `plugin.type`. */
  readonly inserts: ReadonlyMap<string, Bound<One<'inserts'>, InsertHandlers>>
  readonly adminPages: readonly Bound<One<'adminPages'>, AdminPageHandlers>[]
  readonly cards: readonly Bound<One<'cards'>, CardHandler>[]
  /** By `plugin.name`. */
  readonly jobs: ReadonlyMap<string, Bound<One<'jobs'>, PluginJob>>
  /** By `plugin.id`. */
  readonly importers: ReadonlyMap<string, Bound<One<'importers'>, ImporterHandler>>
  readonly commands: ReadonlyMap<string, Bound<One<'commands'>, CommandHandler>>
  /** By their own names, which begin with the plugin's. */
  readonly actions: ReadonlyMap<string, Bound<One<'actions'>, ActionHandlers>>
  readonly permissions: readonly (One<'permissions'> & { plugin: string })[]
  /** By `plugin.kind`. */
  readonly notifications: ReadonlyMap<string, One<'notifications'> & { plugin: string }>
}

/** One call of a plugin's host that adds something to the registry. */
export type Registration =
  | { kind: 'source type'; name: string; thing: SourceType }
  | { kind: 'service'; name: string; thing: Service }
  | { kind: 'provided thing'; name: string; thing: object }
  | { kind: 'listener'; name: EventName; thing: Listener }
  | { kind: 'filter'; name: FilterName; thing: Filter }
  | { kind: HandledKind; name: string; thing: unknown }

/** Contributions that code is bound to, as messages call them, with their key in the manifest. */
export const handledKinds = {
  route: 'routes',
  page: 'pages',
  slot: 'slots',
  insert: 'inserts',
  'admin page': 'adminPages',
  card: 'cards',
  job: 'jobs',
  timer: 'timers',
  command: 'commands',
  importer: 'importers',
  action: 'actions',
} as const satisfies Record<string, keyof Contributes>

export type HandledKind = keyof typeof handledKinds

/** What one plugin registered, in the order of its calls. */
export interface Contributions {
  plugin: string
  guard: PluginGuard
  settings: Readonly<Record<string, unknown>>
  manifest: Manifest
  assets: PluginAssets
  registrations: readonly Registration[]
}

/** Name by which code is bound to something declared: its id, type or name. */
export function idOf(declared: object): string {
  const { id, type, name } = declared as { id?: string; type?: string; name?: string }
  return id ?? type ?? name ?? ''
}

/** Builds the registry from what each plugin registered, in the order in which the plugins started. */
export function buildRegistry(contributions: readonly Contributions[]): Registry {
  const bound = <Kind extends keyof Contributes, Handler>(kind: HandledKind, key: Kind): Bound<One<Kind>, Handler>[] =>
    contributions.flatMap(({ plugin, guard, settings, manifest, registrations }) =>
      (manifest.contributes[key] as One<Kind>[]).map(declared => {
        const found = registrations.find(one => one.kind === kind && one.name === idOf(declared as object))
        return { plugin, guard, settings, declared, ...(found && { handler: found.thing as Handler }) }
      }),
    )
  const services = thingsOf<Service>(contributions, 'service').map(({ thing }) => thing)
  const qualified = <Declared extends object, Handler>(list: Bound<Declared, Handler>[]): Map<string, Bound<Declared, Handler>> =>
    new Map(list.map(one => [`${one.plugin}.${idOf(one.declared)}`, one]))
  return Object.freeze({
    sourceTypes: new Map(thingsOf<SourceType>(contributions, 'source type').map(one => [one.name, one])),
    services,
    listeners: listsOf<EventName, Listener>(contributions, 'listener'),
    filters: listsOf<FilterName, Filter>(contributions, 'filter'),
    provided: new Map(thingsOf<object>(contributions, 'provided thing').map(one => [one.name, one])),
    frameHosts: [...new Set(services.flatMap(frameHostsOf))],
    guards: new Map(contributions.map(({ plugin, guard }) => [plugin, guard])),
    assets: new Map(contributions.map(({ plugin, assets }) => [plugin, assets])),
    plugins: new Map(contributions.map(({ plugin, manifest }) => [plugin, manifest])),
    routes: bound<'routes', RouteHandler>('route', 'routes'),
    pages: bound<'pages', PageHandler>('page', 'pages'),
    slots: groupBy(bound<'slots', SlotHandler>('slot', 'slots'), one => one.declared.slot),
    inserts: qualified(bound<'inserts', InsertHandlers>('insert', 'inserts')),
    adminPages: bound<'adminPages', AdminPageHandlers>('admin page', 'adminPages'),
    cards: bound<'cards', CardHandler>('card', 'cards'),
    jobs: qualified(bound<'jobs', PluginJob>('job', 'jobs')),
    importers: qualified(bound<'importers', ImporterHandler>('importer', 'importers')),
    commands: qualified(bound<'commands', CommandHandler>('command', 'commands')),
    actions: new Map(bound<'actions', ActionHandlers>('action', 'actions').map(one => [one.declared.name, one])),
    permissions: contributions.flatMap(({ plugin, manifest }) => manifest.contributes.permissions.map(one => ({ ...one, plugin }))),
    notifications: new Map(
      contributions.flatMap(({ plugin, manifest }) =>
        manifest.contributes.notifications.map(one => [`${plugin}.${one.kind}`, { ...one, plugin }] as const),
      ),
    ),
  })
}

function thingsOf<Thing>(contributions: readonly Contributions[], kind: Registration['kind']): (Registered<Thing> & { name: string })[] {
  return contributions.flatMap(({ plugin, guard, registrations }) =>
    registrations.filter(one => one.kind === kind).map(({ name, thing }) => ({ plugin, guard, name, thing: thing as Thing })),
  )
}

function listsOf<Name extends string, Thing>(contributions: readonly Contributions[], kind: Registration['kind']) {
  return groupBy(thingsOf<Thing>(contributions, kind), one => one.name as Name) as Map<Name, Registered<Thing>[]>
}

function groupBy<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>()
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value])
  return groups
}

/** Hosts that a service's players are framed from. A host that depends on the address cannot go into the policy and is left out. */
function frameHostsOf(service: Service): string[] {
  return service.players.map(player => /^https:\/\/[\w.-]+(?::\d+)?(?=[/?#]|$)/.exec(player.embed)?.[0]).filter(host => host !== undefined)
}
