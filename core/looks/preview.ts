import { may } from '../actions/permissions.ts'
import { visitor } from '../actor.ts'
import type { Context, PagePreview } from '../http/context.ts'
import { foldersOf } from '../theme-packages/check-apart.ts'
import type { RenderOrder } from '../themes/render-worker.ts'
import { type Draft, isForeign, isWritten, maybeDraft, readPreviewCode } from './draft.ts'
import { editsUrlOf, makeLook, maybeThemeOf } from './make-look.ts'
import { previewBar } from './preview-bar.ts'

/** Holds the code of the link that a preview was begun with. */
export const previewCookie = 'tributary_preview'

/** Milliseconds in which a page of a draft has to be there. */
const patience = 5000

const worker = new URL('../themes/render-worker.ts', import.meta.url)

/** Shows the pages of the site with a draft to who holds its link. Without that cookie nothing is asked and nothing costs. */
export async function findPreview(ctx: Context, next: () => Promise<void>): Promise<void> {
  const code = ctx.cookies.get(previewCookie)
  const draft = code && isPage(ctx) ? await findByCode(ctx, code) : undefined
  if (draft) begin(ctx, draft)
  await next()
  const { part } = ctx.state.preview ?? {}
  if (part && draft) ctx.body = (await draw(ctx, draft, part.template, part.view)).html
}

/** The draft of a code; a code that leads nowhere any more is forgotten. */
async function findByCode(ctx: Context, code: string): Promise<Draft | undefined> {
  const id = readPreviewCode(ctx.site, code)
  const draft = id ? await maybeDraft(ctx.site, id) : undefined
  // What one member tries out is theirs alone, whoever has the link.
  const isMeant = !draft?.triedBy || draft.triedBy === ctx.actor.id
  if (draft && isMeant && maybeThemeOf(ctx.site.themes, draft.look)) return draft
  ctx.cookies.set(previewCookie, null)
  return undefined
}

/** The panel keeps its look, and so does the answer to a form. */
function isPage({ method, path }: Context): boolean {
  return (method === 'GET' || method === 'HEAD') && !/^\/(admin|v2|assets|media|previews)(\/|$)/.test(path)
}

function begin(ctx: Context, draft: Draft): void {
  const isAuthor = draft.authorId !== null && draft.authorId === ctx.actor.id && ctx.actor.kind === 'member'
  const isStrange = isWritten(draft) || Boolean(draft.triedBy)
  const { site } = ctx
  ctx.state.preview = {
    view: makeLook(site.themes, draft.id, draft.look).view,
    page: (template, view) => showPage(ctx, draft, { template, view, isAuthor }),
  } satisfies PagePreview
  const policy = String(ctx.response.get('Content-Security-Policy'))
  if (isAuthor) {
    // The panel shows the draft in a frame.
    ctx.set('Content-Security-Policy', policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"))
    ctx.set('X-Frame-Options', 'SAMEORIGIN')
  } else if (isStrange) {
    // What somebody else wrote is shown to nobody in particular, and can do nothing in their name.
    ctx.actor = visitor
    delete ctx.state.sessionId
    Object.assign(ctx.state, { unread: 0, requests: 0, csrfSecret: '' })
    ctx.set('Content-Security-Policy', `${policy}; sandbox`)
  }
}

interface Asked {
  template: string
  view: object
  isAuthor: boolean
}

async function showPage(ctx: Context, draft: Draft, { template, view, isAuthor }: Asked): Promise<string> {
  const { html, problem } = await draw(ctx, draft, template, view)
  ctx.set('Cache-Control', 'private, no-store')
  const bar = previewBar(ctx, { draft, problem, mayPublish: isAuthor && may(ctx.actor, 'appearance') })
  const at = /<body[^>]*>/i.exec(html)
  return at ? html.slice(0, at.index + at[0].length) + bar + html.slice(at.index + at[0].length) : bar + html
}

/** The page with the draft; when it cannot be shown, as it is published, with the reason. */
async function draw(ctx: Context, draft: Draft, template: string, view: object): Promise<{ html: string; problem?: string }> {
  const { site, locale } = ctx
  try {
    if (!isForeign(draft)) return { html: site.look.openDraft(draft).run(template, view, { locale }) }
    const { theme: name, release, files: edits } = draft.look
    const chain = site.themes.chain({ name, ...(release && { release }) }).map(foldersOf)
    const added = site.themes.addedTemplates()
    const editsUrl = editsUrlOf(draft.id)
    const key = JSON.stringify([name, release, edits, editsUrl, added])
    const order: RenderOrder = { key, chain, added, edits, editsUrl, template, view: { ...view }, locale }
    return { html: await site.workers.run<string>(worker, order, { timeout: patience }) }
  } catch (error) {
    return { html: site.themes.render(template, view, { locale }), problem: (error as Error).message }
  }
}
