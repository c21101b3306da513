import type { FeedLink } from '../feeds/feed-view.ts'

/** What every template receives of how the site was made to look, parts of a page too. */
export interface LookView {
  /** The settings of the theme by their names in theme.json. */
  theme: Readonly<Record<string, unknown>>
  look: {
    /** The stylesheet of what was chosen: palette, type, settings, own CSS. It comes after the theme's; absent when it adds nothing. */
    stylesheetUrl?: string
    /** The site's own sign, beside or instead of its name. */
    logoUrl?: string
    /** For the bars of a browser, as `#rrggbb`. */
    barColours?: { light: string; dark: string }
    /** What the right column of the home page shows. */
    aside: string
    /** For visitors, above the stream of the home page. Plain text. */
    welcome: string
  }
}

/** What every page's template receives beside its own view. */
export interface PageView extends LookView {
  site: { name: string; description: string; url: string; version: string }
  /** Who is signed in; `isStaff`: may see the admin panel; `isAdmin`: looks after members; `closingOn`: the day, written out, on which the account will be deleted. */
  me?: FeedLink & { unread: number; requests: number; isAdmin: boolean; isStaff: boolean; closingOn?: string }
  /** Hidden field of every form. */
  csrf: string
  /** The line shown after an action; `undo` is a form address that takes it back. */
  notice?: { text: string; undo?: string }
  /** Path of this page with its query: where sign-in returns to. */
  path: string
  /** Where members propose another look of this page. */
  changeUrl?: string
  /** BCP 47 tag and direction of the text. */
  locale: string
  dir: 'ltr' | 'rtl'
  /** Links to pages that the site itself wrote. */
  footerPages: { title: string; url: string }[]
  menuPages: { title: string; url: string }[]
  /** What does not agree with what the members decided, in sentences; empty when all is well. */
  breach: readonly string[]
  /** Founding is over and the plugin with which members decide is not running: nothing can be changed that they decide about. */
  cannotDecide?: boolean
  /** Short texts for the top of the page; a DELETE of `/announcements/{id}` puts one away. */
  announcements: { id: string; text: string; link?: string }[]
  /** Groups of the rail, for who is signed in. */
  groups: FeedLink[]
  /** What plugins add to every page; absent when it is nothing. */
  added?: { menu: { title: string; url: string; icon: string }[]; styles: string[]; scripts: string[] }
  /** Whether a visitor may make an account: open, invite, approval or closed. */
  signUp: 'open' | 'invite' | 'approval' | 'closed'
}
