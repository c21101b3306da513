import type { ParameterizedContext } from 'koa'
import type { Static, TSchema } from 'typebox'
import type { Actor } from '../actor.ts'
import type { FeedLinkRow } from '../feeds/feed-link.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Site } from '../site.ts'
import type { LookView } from '../themes/page-view.ts'

/** Pages as a draft of the look shows them. */
export interface PagePreview {
  view: LookView
  page(template: string, view: object): Promise<string>
  /** A part of a page that was asked for: it is drawn when the request is done. */
  part?: { template: string; view: object }
}

export interface State {
  /** Id of the session's row, for who is signed in. */
  sessionId?: string
  unread: number
  requests: number
  /** Secret of the visitor's or session's cookie, from which the CSRF token is made. */
  csrfSecret: string
  csrfToken?: string
  groups?: Promise<FeedLinkRow[]>
  body: Record<string, unknown>
  files: UploadedFile[]
  /** A file too large for the memory, at the one address that takes such. It is deleted after the request unless it was moved away. */
  archive?: { path: string; name: string; bytes: number }
  /** For who looks at a draft of the look. */
  preview?: PagePreview
}

export interface UploadedFile {
  field: string
  name: string
  bytes: Buffer
}

interface Extras {
  site: Site
  actor: Actor
  /** What plugins had registered when the request came in. */
  registry: Registry
  /** False sends the answer as it is: events of a stream must not wait until there is enough to compress. */
  compress?: boolean
  /** Route parameters. */
  params: Record<string, string>
  /** The input of the request, checked: query for GET, body for the rest, route parameters over both. Throws `invalid`. */
  read<Schema extends TSchema>(schema: Schema): Static<Schema>
  /** Groups of who asks, read once per request: the page's rail and the share box both name them. */
  groups(): Promise<FeedLinkRow[]>
  /** Answers with a page of the theme. */
  page(template: string, view: object): Promise<void>
  /** Answers with a template alone, without what every page gets; for parts that replace a part of a page. */
  fragment(template: string, view: object): Promise<void>
  /** True when a script asks for a part of the page. */
  readonly wantsFragment: boolean
  /** After a change: back to a page with a notice. `undo` is a form address whose DELETE takes it back. */
  done(url: string, notice?: string, undo?: string): void
  /** Path to return to after a change made from some page of the site: its referrer, else `fallback`. */
  backTo(fallback: string): string
  /** BCP 47 tag of the reader's language. */
  locale: string
  t(key: string, values?: Record<string, unknown>): string
}

export type Context = ParameterizedContext<State, Extras>
