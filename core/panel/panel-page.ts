import type { Permission } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import type { UploadedFile } from '../http/context.ts'
import type { Site } from '../site.ts'

/** What a page of the admin panel is handed. */
export interface PanelRequest {
  site: Site
  actor: Actor
  /** The query of the address. */
  query: Readonly<Record<string, string>>
  /** The form that was sent, when it was refused or when the page itself takes it. */
  body: Readonly<Record<string, unknown>>
  /** Files that came with the form. */
  files: readonly UploadedFile[]
  /** Per field: what was wrong with what was sent. Shown again with what was typed. */
  problems: Readonly<Record<string, string>>
  /** The hidden field of forms that are drawn elsewhere than in the page's template. */
  csrf(): string
}

/** A file that is made while it is sent. */
export interface Download {
  name: string
  type: string
  chunks: AsyncIterable<string>
}

/** A page of the admin panel: `pages/<name>.ts` says what it shows, `pages/<name>.hbs` how. */
export interface PanelPage {
  title: string
  /** Heading of the menu that it stands under; pages without one stand on top. */
  section?: 'Content' | 'People' | 'Appearance' | 'Platform' | 'System'
  /** Shows pages of the site in a frame. */
  framesSite?: true
  /** Its place in the menu, smallest first; a page without one is reached from another. */
  order?: number
  /** `staff`: for everybody who has anything to do here; what the page shows is checked where it is read. */
  permission: Permission | 'staff'
  /** What its forms do. Where the members decide about one of these, the page says so, with the way to propose it. */
  actions?: readonly string[]
  /** The view for its template. */
  show(request: PanelRequest): Promise<object>
  /** Takes the page's own form. What it throws is shown beside the fields. Returns the notice, and where to go when that is not the page itself; of nothing the page is shown again with what was typed. Single actions go to `/admin/act`. */
  submit?(request: PanelRequest): Promise<string | { notice: string; url: string } | undefined>
  /** The whole list that the page shows a part of, for `/admin/<name>/export`. */
  download?(request: PanelRequest): Promise<Download>
}
