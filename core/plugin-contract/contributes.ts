import type { Authority } from '../actions/action.ts'

/** A JSON Schema of an object, as forms are drawn from it and input is checked with it. */
export type ObjectSchema = Record<string, unknown>

/** Who may ask: `everyone`, `members`, a permission of the core (`content`), or one that the plugin declares (`polls.manage`). */
export type Audience = string

/**
 * What a plugin adds to the site, as `plugin.json` declares it: known before any of its code runs, and gone when it is switched off.
 * The code is bound to it by the same id, through `host`.
 */
export interface Contributes {
  /** Addresses that do something or answer with JSON. */
  routes: RouteDeclaration[]
  /** Pages of the site. */
  pages: PageDeclaration[]
  /** Parts that the plugin adds to pages of the core. */
  slots: SlotDeclaration[]
  /** What members can put into an entry. */
  inserts: InsertDeclaration[]
  adminPages: AdminPageDeclaration[]
  /** Small parts of the first page of the admin panel. */
  cards: { id: string; title: string }[]
  /** Work that is done once, soon or at a time, and tried again when it fails. */
  jobs: { name: string }[]
  /** Work that is done again and again. */
  timers: { name: string; seconds: number }[]
  commands: CommandDeclaration[]
  /** Archives from elsewhere that members can bring. */
  importers: ImporterDeclaration[]
  actions: ActionDeclaration[]
  permissions: PermissionDeclaration[]
  notifications: { kind: string; text: string }[]
  /** What it asks members to allow, each for themselves. */
  consents: ConsentDeclaration[]
  /** Files in `assets/` that every page of the site loads. Scripts are for trusted plugins alone. */
  styles: string[]
  scripts: string[]
}

export interface RouteDeclaration {
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/vote/:id`, below `/plugins/NAME`. Either this or `at`. */
  path?: string
  /** An address of the site, for trusted plugins: `/governance/proposals/:id`. */
  at?: string
  for: Audience
  /** What comes in: query, form or JSON, with the parameters of the path. What it does not name is left out. */
  input?: ObjectSchema
  /** How often one member, or one address, may ask. */
  limit?: { times: number; minutes: number }
  /** Others read what is sent: who is silenced is refused, and told why. */
  speaks: boolean
  /** Text files that members may send with the form, each of at most so many kilobytes. Anything else than text is refused. */
  texts?: { most: number; kilobytes: number }
}

export interface PageDeclaration {
  id: string
  path?: string
  at?: string
  title: string
  /** Name of a template: the theme's, or one in the plugin's `templates/`. */
  template: string
  for: Audience
  input?: ObjectSchema
  /** Stands in the menu of the site. */
  menu: boolean
  /** Its glyph there, by the name that themes know it by. */
  icon: string
}

/** Where parts can be added. Subjects: entries or comments on the page; the feed whose page it is; nothing for the others. A `menu` stands among the things one may do: a link or two, and no form. */
export const slotNames = [
  'entry.menu',
  'entry.footer',
  'comment.menu',
  'home.aside',
  'profile.menu',
  'profile.aside',
  'group.menu',
  'group.aside',
  'page.top',
  'page.footer',
] as const
export type SlotName = (typeof slotNames)[number]

export interface SlotDeclaration {
  id: string
  slot: SlotName
  template: string
}

export interface InsertDeclaration {
  type: string
  title: string
  /** What the author fills in. */
  form: ObjectSchema
  template: string
  /** Template of what stands there when the plugin is off or gone: rendered once, when the entry is published. */
  fallback: string
}

export interface AdminPageDeclaration {
  id: string
  title: string
  /** One of the plugin's own, as `polls.manage`, or of the core; `plugins` when left out. */
  permission: string
  /** Files in `assets/` that this page loads. Scripts are for trusted plugins alone. */
  styles: string[]
  scripts: string[]
}

export interface CommandDeclaration {
  name: string
  description: string
  input?: ObjectSchema
}

/** A kind of archive that a member can bring, and how to recognise it. */
export interface ImporterDeclaration {
  /** Part of how its entries are known: it stays the same for ever. */
  id: string
  /** What the entries come from: `Mastodon`. */
  title: string
  /** How to get the file, in a sentence or two. */
  help: string
  /** Endings of the file's name: `.zip`, `.json`. A zip is opened by the site. */
  endings: string[]
  /** Media types, for file pickers. */
  types: string[]
  /** Files of which the archive holds at least one, wherever its folder begins: `data/tweets.js`. A file that is no zip goes by its name. */
  holds: string[]
  /** Largest file in megabytes; the site may allow less. */
  megabytes: number
  /** Id of the named service, for its glyph: `mastodon`. */
  service?: string
}

export interface ActionDeclaration {
  /** `polls.close`: begins with the plugin's name. */
  name: string
  title: string
  authority: Extract<Authority, 'operations' | 'moderation' | 'ballot'>
  permission: string
  input: ObjectSchema
  /** The action of the plugin that takes it back: it is handed `changes`, a list of `path` and the `value` from before. */
  undo?: string
}

export interface PermissionDeclaration {
  /** `polls.manage`: begins with the plugin's name. */
  id: string
  title: string
}

/** Something that a member may allow and take back at any time. Another title or sentence is another consent: it is asked for again. */
export interface ConsentDeclaration {
  id: string
  /** What the member allows: "Send my entries to Letters by Post". */
  title: string
  /** What happens then, what it is for, and what becomes of it when they take it back. */
  says: string
}

/** Things of one kind that a plugin keeps: JSON objects, without tables of its own. */
export interface CollectionDeclaration {
  /** What one row is; checked at every write. */
  schema: ObjectSchema
  /** Fields by which rows are found; each list is one index. */
  indexes: string[][]
  /** Fields that no two rows share. */
  unique: string[][]
  /** Whose data it is, so that export and erasure work by themselves. */
  personal?: {
    /** What it is, in a few words for the privacy policy: "Which poll you voted in, and for what". */
    says?: string
    /** The field with the member's id. */
    by: string
    /** Part of what a member takes along. */
    export: boolean
    /** When the account is deleted: the row goes, or stays with that field empty. */
    erase: 'delete' | 'empty'
  }
}

/** A table that the plugin's migrations made, and what in it is about members, so that export and erasure work by themselves. */
export interface TableDeclaration {
  personal: PersonalColumns[]
}

/** Columns are named as in code: `memberId`. */
export interface PersonalColumns {
  /** What it is, in a few words for the privacy policy. */
  says: string
  /** The column with the member's id. */
  by: string
  /** What the member takes along; none when the rows are only counted. */
  columns: string[]
  /** What stays of a row when the account is deleted: new values by column, `=id` for that of another column. Without it the row goes. */
  leaves?: Record<string, string | number | null>
}

/** Where a route or a page is found. */
export function addressOf(plugin: string, { at, path = '/' }: { at?: string; path?: string }): string {
  return at ?? `/plugins/${plugin}${path === '/' ? '' : path}`
}
