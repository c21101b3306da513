import type { Filter, Listener } from '../plugins/registry.ts'
import type { OutsideFetch, Service, SourceType } from '../sources/source-type.ts'
import type { EventName } from './events.ts'
import type { FilterName } from './filters.ts'
import type {
  ActionHandlers,
  AdminPageHandlers,
  CardHandler,
  CommandHandler,
  ImporterHandler,
  Inserted,
  InsertHandlers,
  PageHandler,
  PluginData,
  PluginJob,
  PluginMember,
  RouteHandler,
  SlotHandler,
} from './plugin-handlers.ts'
import type { PluginSubjects } from './plugin-subjects.ts'
import type { PluginTables } from './plugin-tables.ts'
import type { PluginProposals } from './proposals.ts'

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
  /**
   * Tries whether the plugin works, after `activate` and before anybody uses it. When it throws, an update goes back to the
   * version before. It must not change anything.
   */
  selfTest?(host: Host): void | Promise<void>
}

/**
 * All that a plugin is handed. What is registered here ends when the plugin is switched off; nothing has to be taken back. Calls after
 * that throw. A method whose capability `plugin.json` does not ask for is not there. Methods either register something that the
 * manifest declares, or are asynchronous and take and return plain data, so that they are the same in the sandbox.
 */
export interface Host {
  /** Name and version from `plugin.json`. */
  readonly plugin: { readonly name: string; readonly version: string }
  /** Writes to the site's log under the plugin's name. Never log what members wrote, addresses with secrets or tokens. */
  readonly log: PluginLog
  /** Values of the settings that `plugin.json` describes, defaults filled in, as they were when the plugin was switched on. */
  readonly settings: Readonly<Record<string, unknown>>
  /** The collections that `plugin.json` declares, by name. */
  readonly data: PluginData
  /** The tables that its `migrations/` created, for what collections cannot. Needs `database:own`, which only trusted plugins are granted. */
  readonly tables: PluginTables

  /** The way out: no private addresses, limits of size, time and redirects. Needs `network:fetch`, and goes to its `hosts` alone. */
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

  /** Answers a route that `contributes.routes` declares. */
  route(id: string, handler: RouteHandler): void
  /** Makes the view of a page that `contributes.pages` declares. Without a handler the template gets the settings alone. */
  page(id: string, handler: PageHandler): void
  /** Makes the views of a part that `contributes.slots` declares. Without a handler the template gets the settings alone. */
  slot(id: string, handler: SlotHandler): void
  /** Makes and shows what `contributes.inserts` declares. */
  insert(type: string, handlers: InsertHandlers): void
  adminPage(id: string, handlers: AdminPageHandlers): void
  card(id: string, handler: CardHandler): void
  /** Does the work of a job that `contributes.jobs` declares. A job that throws is tried again, with growing pauses, eight times. */
  job(name: string, work: PluginJob): void
  /** Does something again and again while the site serves, as often as `contributes.timers` says; never twice at the same time. */
  timer(name: string, work: () => unknown): void
  command(name: string, handler: CommandHandler): void
  action(name: string, handlers: ActionHandlers): void
  /**
   * Reads archives of a kind that `contributes.importers` declares. Called again and again, a page at a time, until there is no `next`:
   * first for the preview, then to bring the entries in. Needs `archives:read`.
   */
  importer(id: string, read: ImporterHandler): void

  /** The policies of the site, in what version they hold and which is coming. */
  policies(): Promise<PluginPolicy[]>
  /** Puts a job in the queue. Of jobs with the same `key` only one waits. `runAt` is ISO text. */
  addJob(name: string, input?: Record<string, unknown>, options?: { key?: string; runAt?: string }): Promise<void>
  /** What a member has set for themselves, with the defaults of `memberSettings`. */
  memberSettings(memberId: string): Promise<Readonly<Record<string, unknown>>>
  /** What members allow this plugin, of what `contributes.consents` asks for. Ask before each use: it can be taken back at any time. */
  readonly consents: PluginConsents
  /**
   * Tells a member, or up to a thousand, as `contributes.notifications` declares it: in the language of each, where the plugin's `locales/` has the
   * sentence. Values that are times in ISO text are written as days. `about` names the happening: told twice, it is one. Needs `notifications:send`.
   */
  notify(notification: {
    to: string | readonly string[]
    kind: string
    about: string
    values?: Record<string, string | number>
    /** What stands below the sentence, on the page and in the mail: more sentences of the `locales/`. */
    lines?: readonly { text: string; values?: Record<string, string | number> }[]
    url?: string
  }): Promise<void>
  /** A sentence of the plugin's `locales/` in the language of a member; a time among the values is written as its day. */
  say(text: string, values: Record<string, string | number>, memberId: string): Promise<string>
  /** What can be reported and decided about, and who may decide. Needs `subjects:read`. */
  readonly subjects: PluginSubjects
  /**
   * Needs `members:read`. `fromPass` finds the member for whom the site made a pass (`?pass=` in an address): somebody who is suspended or
   * removed and cannot sign in, but may object.
   */
  readonly members: {
    find(idOrHandle: string): Promise<PluginMember | undefined>
    fromPass(pass: string): Promise<PluginMember | undefined>
  }
  /** Reading needs `entries:read`, writing `entries:write`. `as` is the id of a member for whom the plugin is at work right now. */
  readonly entries: PluginEntries

  /**
   * Runs an action of the site or of a plugin. `as` is the id of a member for whom the plugin is at work right now: the action asks what that
   * member may do. Without `as` a rule of the plugin does it, which few actions allow. What members decide by vote is always refused.
   * Rejects with a `code` (`forbidden`, `invalid` …) and a message fit for that member. Needs `actions:run` with the action among its `actions`.
   *
   * @example await host.act('entry.hide', { id }, { as: member.id, reason: 'Rule 3' })
   */
  act(
    name: string,
    input?: Record<string, unknown>,
    options?: { as?: string; reason?: string; dryRun?: boolean; key?: string },
  ): Promise<PluginActed>
  /** Changes of the site that members decide about. Needs `proposals:run`, for trusted plugins alone. */
  readonly proposals: PluginProposals

  /** Offers something to other plugins, under the plugin's own name or one of its `provides`. Its methods are asynchronous for others. */
  provide(name: string, service: object): void
  /** What another plugin provides. The name stands in this plugin's `requires`, so it is there as long as this plugin is on. */
  use<Provided extends object>(name: string): Provided
}

/** What an action did, or with `dryRun` would do. */
export interface PluginActed {
  /** A sentence for the audit log. */
  summary: string
  changes: { path: string; before: unknown; after: unknown }[]
  /** The action that takes it back; absent when nothing changed, or when it cannot be taken back. */
  undo?: { name: string; input: Record<string, unknown> }
  /** Row of the audit log; none when nothing changed. */
  auditId?: string
  result?: unknown
}

/** A policy of the site. Its text is at `url`, each version at `url?version=3`. */
export interface PluginPolicy {
  kind: string
  /** In English, for `t`. */
  title: string
  url: string
  current: { version: number; effectiveAt: string }
  /** Decided, and not yet in force. */
  coming?: { version: number; effectiveAt: string }
}

export interface PluginConsents {
  /** Whether this member allows it, in the words that plugin.json has today. */
  has(memberId: string, id: string): Promise<boolean>
  /** Ids of up to a thousand members who allow it, in their order; `after` is the last one of the page before. */
  members(id: string, after?: string): Promise<string[]>
}

export interface PluginEntries {
  /** One entry, when it is public or `as` may see it. */
  find(id: string, as?: string): Promise<PluginEntry | undefined>
  /** The newest entries of a member or group, by handle, or of a tag: `tags/bread`. At most 50. */
  list(query: { of: string; as?: string; limit?: number }): Promise<PluginEntry[]>
  publish(entry: { as: string; body: string; link?: string; to?: string[] }): Promise<{ id: string; url: string }>
  comment(comment: { as: string; entryId: string; body: string }): Promise<{ id: string }>
}

/** An entry as a plugin reads it. */
export interface PluginEntry {
  id: string
  url: string
  authorId: string | null
  title?: string
  link?: string
  /** Sanitised. */
  bodyHtml: string
  publishedAt: string
  commentCount: number
  likeCount: number
  /** Its tags as people write them, without the `#` and without those that are hidden. */
  tags: string[]
  /** What was put into it by this plugin; absent when there is nothing. */
  inserts?: (Inserted & { type: string })[]
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
