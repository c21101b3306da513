import type { Knex } from 'knex'
import type { Static, TSchema } from 'typebox'
import type { Actor } from '../actor.ts'
import type { Execution } from '../lock/locked-value.ts'
import type { Site } from '../site.ts'
import type { Permission } from './permissions.ts'

/**
 * Who decides about a change of how the site is run (DESIGN.md §5): `operations` operators, at once; `moderation` moderators, with a
 * reason; `ballot` the members by vote; `locked` nobody but the executor of a passed proposal; `emergency` at once, until it is ratified.
 */
export type Authority = 'operations' | 'moderation' | 'ballot' | 'locked' | 'emergency'

/** One thing that an action changes: `settings.siteName`, and its value before and after. Values are JSON. */
export interface Change {
  path: string
  before: unknown
  after: unknown
}

/** What an action looks at and changes, by path. */
export type Looked = Record<string, unknown>

/** What `run` is handed. */
export interface Doing<Input> {
  /** The site inside the transaction: verbs called with it belong to the action. */
  site: Site
  trx: Knex.Transaction
  actor: Actor
  input: Input
  /** Why, in the words of who does it. */
  reason?: string
  /** The plugin that asks, for a member or by a rule of its own. */
  byPlugin?: string
  /** Whose work it is, where somebody else does it: who wrote it, and the proposal that decided it. */
  credit?: Credit
  /** The open lock, for actions that are locked: `writeLocked` needs it. */
  execution?: Execution
}

export interface Credit {
  /** Id of the member who wrote it. */
  author?: string
  proposalId?: string
}

/** One thing that a change does, told from its input: as sentences, or as parts of a text that differ. */
export interface Told {
  path: string
  title: string
  /** Each a sentence; what is new or gone says so. */
  sentences?: { text: string; change?: 'new' | 'gone' | 'same' }[]
  hunks?: { sign: '+' | '-' | ' '; text: string; number?: number; parts?: { text: string; differs?: true }[] }[][]
}

/** What was done, for what follows the commit. */
export interface Done<Input, Result> {
  actor: Actor
  input: Input
  /** Absent when the same request was done before. */
  result?: Result
}

/** A way in which the site itself can be changed, declared once. */
export interface ActionDefinition<Schema extends TSchema, Result> {
  /** `noun.verb`. */
  name: string
  /** For lists: "Change a setting". */
  title: string
  input: Schema
  authority: Authority
  permission: Permission
  /** Who may do it beside those with the permission: an admin of the group that it is about. Asked with input that fits. */
  mayAlso?(asked: { site: Site; actor: Actor; input: Static<Schema> }): boolean | Promise<boolean>
  /** The parts of it about which a charter may say something else: the settings, or `private` for a plugin that learns what is private. */
  facets?(asked: { site: Site; input: Static<Schema> }): readonly string[]
  /** The action under whose name a charter decides about this one too, because both change the same. */
  decidedAs?: string
  /** Before the transaction: checks that take long. Changes nothing; throws a SiteError when it cannot be done. */
  prepare?(asked: { site: Site; actor: Actor; input: Static<Schema> }): Promise<void>
  /** Why it does not fit the state of the site any more. Where an action does not say this, whatever it changes has to be as it was when it was read. */
  fits?(asked: { site: Site; input: Static<Schema> }): Promise<string | undefined>
  /** What it does, for people who decide about it, where before and after do not say it well. */
  tell?(asked: { site: Site; input: Static<Schema> }): Promise<Told[]>
  /** The state that the action is about, read before and after it ran: what differs is what it changed. */
  look(doing: Doing<Static<Schema>>): Promise<Looked>
  /** Changes tables through `trx`, and nothing else. Throws a SiteError when it cannot be done. */
  run(doing: Doing<Static<Schema>>): Promise<Result>
  /** What was done, in a sentence for the audit log. */
  say(input: Static<Schema>, changes: readonly Change[]): string
  /** A rule of a plugin may do it without a member: only for what hides or marks and can be taken back. */
  byRule?: true
  /** The input as the audit log keeps it, without what is secret; the whole input unless told. */
  keep?(doing: Doing<Static<Schema>>): Record<string, unknown>
  /** What takes it back; nothing when it cannot be taken back. */
  undo?(input: Static<Schema>, changes: readonly Change[]): { name: string; input: Record<string, unknown> } | undefined
  /** Whether it may be done at once in an emergency where members decide about it, until they have. Only what can be taken back. */
  inEmergency?(input: Static<Schema>): boolean
  /** After the commit: lets this process follow at once. */
  after?(site: Site, done: Done<Static<Schema>, Result>): Promise<void>
}

export interface ActOptions {
  /** Shows what would happen and leaves everything as it is. */
  dryRun?: boolean
  /** Why; actions of moderators need it. */
  reason?: string
  /** The caller's own name for this request, at most 80 characters: sent twice, it is done once. */
  key?: string
  /** Row of the audit log that this takes back. */
  undoes?: string
  /** The plugin that asks, for a member or by a rule of its own. */
  byPlugin?: string
  /** The proposal that decided it; for the executor. */
  proposalId?: string
  /** Id of the member who wrote what somebody else does. */
  author?: string
}

export interface Outcome<Result = unknown> {
  ok: true
  summary: string
  changes: Change[]
  /** Row of the audit log; none when nothing changed or nothing was done. */
  auditId?: string
  /** What `run` returned; absent when the same request was done before. */
  result?: Result
}

/** An action that can be called like any verb: `changeSetting(site, actor, { key, value })`. */
export interface Action<Schema extends TSchema = TSchema, Result = unknown> extends Readonly<ActionDefinition<Schema, Result>> {
  (site: Site, actor: Actor, input: Static<Schema>, options?: ActOptions): Promise<Outcome<Result>>
}
