import { addedToPages } from '../plugins/added-to-pages.ts'
import type { PageView } from '../themes/page-view.ts'
import { version } from '../version.ts'
import type { Context } from './context.ts'
import { csrfToken } from './csrf.ts'

const noticeCookie = 'tributary_notice'

/** What `ctx.page` adds to every view; `reader` is the part that is about who reads it. */
export function pageView(ctx: Context, reader: Pick<PageView, 'me' | 'groups'>): PageView {
  const { site } = ctx
  const view: PageView = {
    site: { name: site.settings.siteName, description: site.settings.siteDescription, url: site.url, version },
    // Only a page with a form asks for it, and only then does a visitor get a cookie.
    get csrf() {
      return csrfToken(ctx)
    },
    path: ctx.url,
    locale: ctx.locale,
    dir: site.themes.locales().find(locale => locale.tag === ctx.locale)?.dir ?? 'ltr',
    ...reader,
    signUp: site.settings.signUp,
    footerPages: [
      ...site.board.policies.map(({ title, url }) => ({ title: ctx.t(title), url })),
      ...site.board.links.filter(link => link.place === 'footer'),
    ],
    menuPages: site.board.links.filter(link => link.place === 'menu'),
    breach: site.lock.breach,
    ...(cannotDecide(ctx) && { cannotDecide: true }),
    announcements: announcementsNow(ctx),
    ...(ctx.state.preview?.view ?? site.look.current.view),
  }
  const added = addedToPages(ctx)
  if (added) view.added = added
  const notice = takeNotice(ctx)
  if (notice) view.notice = notice
  return view
}

/** Whether members decide about what they have no way to decide about: the plugin with which they do is gone or off. */
function cannotDecide({ site, registry }: Context): boolean {
  return site.settings.setUpAt !== '' && !site.lock.founding.open && !registry.plugins.has('governance')
}

/** Which announcements this browser has put away. */
export const seenCookie = 'tributary_seen'

function announcementsNow(ctx: Context): PageView['announcements'] {
  const { site, actor } = ctx
  const shown = site.board.announcementsFor({
    isMember: actor.member !== undefined,
    now: site.now(),
    seen: ctx.cookies.get(seenCookie) ?? '',
  })
  return shown.map(({ values, text, ...one }) => ({ ...one, text: values ? ctx.t(text, values) : text }))
}

/** Keeps a notice for the next page that is shown. */
export function leaveNotice(ctx: Context, text: string, undo?: string): void {
  const value = Buffer.from(JSON.stringify({ text, ...(undo && { undo }) })).toString('base64url')
  ctx.cookies.set(noticeCookie, value, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, maxAge: 60_000 })
}

function takeNotice(ctx: Context): PageView['notice'] {
  const value = ctx.cookies.get(noticeCookie)
  if (!value) return undefined
  ctx.cookies.set(noticeCookie, null)
  try {
    const { text, undo } = JSON.parse(Buffer.from(value, 'base64url').toString()) as { text?: unknown; undo?: unknown }
    if (typeof text !== 'string') return undefined
    return typeof undo === 'string' && /^\/[^/\\]/.test(undo) ? { text, undo } : { text }
  } catch {
    return undefined
  }
}
