import type { Block } from './blocks.ts'

/** A member as a plugin sees them. */
export interface PluginMember {
  id: string
  handle: string
  name: string
}

/** Somebody uses something of a plugin. Everything in it is plain data and cannot be changed. */
export interface PluginCall<Input = Record<string, unknown>> {
  /** Who asks; absent for a visitor. While the plugin answers, it may act for this member. */
  member?: PluginMember
  /** What came in, checked with the schema that the plugin declared. */
  input: Input
  /** Language tag of who asks. */
  locale: string
}

/** What was wrong, in a sentence, and per field where there are fields. Shown to who asked. */
export interface Refusal {
  problem?: string
  problems?: Record<string, string>
}

/** What a route answers. Nothing, or a notice alone, leads back to where the visitor came from. */
export type RouteReply = { json: unknown; status?: number } | { redirect?: string; notice?: string } | Refusal

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
  /** Takes a form of the page, by its id. Returns the notice, or a refusal. */
  submit?(call: PluginCall & { form: string }): Awaitable<string | Refusal>
}

export type CardHandler = () => Awaitable<Block[]>
export type PluginJob = (input: Record<string, unknown>) => Awaitable<void>
export type CommandHandler = (input: Record<string, unknown>) => Awaitable<unknown>

/** An action of a plugin: as one of the core, with plain data. `data` are the plugin's collections inside the action's transaction. */
export interface ActionHandlers {
  /** The state it is about, by path; read before and after, and the difference is what it changed. */
  look(doing: ActionCall): Awaitable<Record<string, unknown>>
  run(doing: ActionCall): Awaitable<unknown>
}

export interface ActionCall {
  input: Record<string, unknown>
  member?: PluginMember
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
