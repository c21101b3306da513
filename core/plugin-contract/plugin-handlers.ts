import type { FetchedEntry } from '../sources/source-type.ts'
import type { Block } from './blocks.ts'

/** A member as a plugin sees them. */
export interface PluginMember {
  id: string
  handle: string
  name: string
  /** UTC ISO text. */
  joinedAt: string
}

/** Somebody uses something of a plugin. Everything in it is plain data and cannot be changed. */
export interface PluginCall<Input = Record<string, unknown>> {
  /** Who asks; absent for a visitor. While the plugin answers, it may act for this member. */
  member?: PluginMember
  /** What came in, checked with the schema that the plugin declared. */
  input: Input
  /** Language tag of who asks. */
  locale: string
  /** Permissions of the core and of plugins that the member holds. What a route or page is `for` was checked before. */
  may?: readonly string[]
  /** Files that came with the form, where the route declares `texts`. */
  texts?: readonly { field: string; name: string; text: string }[]
}

/** What was wrong, in a sentence, and per field where there are fields. Shown to who asked. */
export interface Refusal {
  problem?: string
  problems?: Record<string, string>
}

/**
 * What a route answers. Nothing, or a notice alone, leads back to where the visitor came from. `page` shows one of the plugin's pages with
 * this view: a form again, with what was typed and what was wrong.
 */
export type RouteReply =
  | { json: unknown; status?: number }
  /** A file of plain text, to be kept. */
  | { download: { name: string; text: string } }
  /** A part of a page: a template of the plugin, drawn for a page that asks for it by script. */
  | { template: string; view: Record<string, unknown> }
  | { redirect?: string; notice?: string }
  | { page: string; view: Record<string, unknown>; status?: number }
  /** News for feed readers. The site writes the format; the address of the route should end in `.atom` or `.json`. */
  | { feed: PluginFeed }
  | Refusal

/** What feed readers get. Texts are plain, times UTC ISO text, `url` paths of the site. */
export interface PluginFeed {
  format: 'atom' | 'json'
  title: string
  /** The page that people read. */
  url: string
  /** The newest first; at most 200. */
  entries: { id: string; url: string; title: string; text: string; at: string; changedAt?: string }[]
}

export type RouteHandler = (call: PluginCall) => Awaitable<RouteReply | undefined>

/** Returns the view of the page's template, or a refusal. */
export type PageHandler = (call: PluginCall) => Awaitable<Record<string, unknown> | Refusal>

/** `subjects` are the ids of what stands on the page: entries, or the feed whose page it is; one empty text for slots without any. */
export interface SlotCall extends Omit<PluginCall, 'input'> {
  subjects: string[]
}

/** Returns a view for each subject that gets something. Asked once per page, for all subjects together. */
export type SlotHandler = (call: SlotCall) => Awaitable<Record<string, Record<string, unknown>>>

/** What a member put into an entry. */
export interface Inserted {
  /** The same wherever the entry is shown. */
  id: string
  entryId: string
  data: Record<string, unknown>
}

export interface InsertHandlers {
  /** Turns what the author filled in into what is kept, or refuses. What was filled in is kept when there is no `make`. */
  make?(call: PluginCall): Awaitable<Record<string, unknown> | Refusal>
  /** Returns the view of each insert by its id, for who reads. What is kept is the view when there is no `show`. Asked once per page. */
  show?(call: Omit<PluginCall, 'input'> & { inserts: Inserted[] }): Awaitable<Record<string, Record<string, unknown>>>
}

export interface AdminPageHandlers {
  show(call: PluginCall): Awaitable<Block[]>
  /** Takes a form of the page, by its id; `query` is the address of the page on which it stood. Returns the notice, or a refusal. */
  submit?(call: PluginCall & { form: string; query?: Record<string, string> }): Awaitable<string | Refusal>
}

export type CardHandler = () => Awaitable<Block[]>
export type PluginJob = (input: Record<string, unknown>) => Awaitable<void>
export type CommandHandler = (input: Record<string, unknown>) => Awaitable<unknown>

/** Returns one page of what an archive holds. The same call gives the same page: it may be asked for again after a restart. */
export type ImporterHandler = (call: ImportCall) => Awaitable<ImportPage>

export interface ImportCall {
  /** The archive. Its functions can be used until this page is returned. */
  archive: Archive
  /** `next` of the page before; absent for the first page. */
  cursor?: unknown
}

/** An archive as an importer reads it: never as a whole. Everything in it is hostile until proven otherwise. */
export interface Archive {
  /** The file's name, as the member had it. */
  readonly name: string
  /** Its files in the order of their paths, without what stands before the folder in which `holds` was found. At most 1,000 at once. */
  files(query?: { under?: string; after?: string; limit?: number }): Promise<ArchivedFile[]>
  /** A part of a file, at most 1 MB. Empty past its end. Throws when there is no such file. */
  read(path: string, part?: { from?: number; bytes?: number }): Promise<Uint8Array>
  /**
   * Elements of a list in a JSON file, as JSON text, without the file ever being read as a whole: of the first list in it (also behind
   * `window.YTD… =`), or of the lists that stand at the top under the key `in`. At most 200 elements or half a megabyte at once.
   */
  elements(path: string, query?: { in?: string; from?: number; limit?: number }): Promise<ArchivedElements>
}

export interface ArchivedFile {
  path: string
  bytes: number
}

export interface ArchivedElements {
  /** `problem` instead of a text: the element is too large, or the file ends in its middle. */
  elements: { index: number; text?: string; problem?: string }[]
  /** Where to go on; absent at the end. */
  next?: number
}

export interface ImportPage {
  /** At most 200. */
  entries: ArchivedEntry[]
  /** What could not be read, and why, in words for the member. */
  refused?: { what: string; why: string }[]
  /** What was left out on purpose, by a few words for the member: `{ boosts: 12 }`. */
  skipped?: Record<string, number>
  /** Handed back for the next page; absent when this was the last. Plain data, at most 10,000 characters of JSON. */
  next?: unknown
}

/**
 * An entry of an archive. Its `guid` is unique in all archives of the member that this importer reads. A picture that lies in the archive has
 * the url `archive:` with the path of its file.
 */
export interface ArchivedEntry extends FetchedEntry {
  /** Whom it was for where it comes from. What is not for everybody never becomes public. Messages to a few are not handed over at all. */
  audience: 'everyone' | 'followers'
  /** It answers somebody else. The member chooses whether such entries are brought in. */
  isReply?: boolean
}

/** An action of a plugin: as one of the core, with plain data. `data` are the plugin's collections inside the action's transaction. */
export interface ActionHandlers {
  /** The state it is about, by path; read before and after, and the difference is what it changed. */
  look(doing: ActionCall): Awaitable<Record<string, unknown>>
  /** Returns what came of it, or a refusal: then nothing was done. */
  run(doing: ActionCall): Awaitable<unknown>
}

export interface ActionCall {
  input: Record<string, unknown>
  member?: PluginMember
  /** Why, in the words of who does it. Actions of moderators have one. */
  reason?: string
  data: PluginData
}

/** The collections that a plugin declares, by name. */
export type PluginData = Readonly<Record<string, Collection>>

/** A row as it is read. */
export type Row<Value = Record<string, unknown>> = Value & { readonly id: string; readonly createdAt: string; readonly updatedAt: string }

/** Fields with the values they should have: those of an index, or the first few of one. */
export type Where = Record<string, string | number | boolean>

/** Rows of one kind that a plugin keeps. Every value is checked with the collection's schema. */
export interface Collection<Value = Record<string, unknown>> {
  get(id: string): Promise<Row<Value> | undefined>
  /** The newest first; `after` is the id of the last row of the page before. At most 500 at once. */
  list(query?: { where?: Where; order?: 'newest' | 'oldest'; limit?: number; after?: string }): Promise<Row<Value>[]>
  count(query?: { where?: Where }): Promise<number>
  /** How many rows there are for each value of a field, which stands right after those of `where` in an index. */
  countBy(field: string, query?: { where?: Where }): Promise<Record<string, number>>
  /** Refused when a row has the same values in fields that no two rows share. */
  insert(value: Value): Promise<Row<Value>>
  /** Inserts, or takes the place of the row that has the same values in fields that no two rows share. */
  put(value: Value): Promise<Row<Value>>
  update(id: string, change: Partial<Value>): Promise<Row<Value>>
  remove(id: string): Promise<void>
  removeAll(query: { where: Where }): Promise<number>
}

type Awaitable<Value> = Value | Promise<Value>
