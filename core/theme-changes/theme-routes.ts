import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { isOwnPath } from '../http/own-path.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { Type } from '../http/type.ts'
import { previewCode } from '../looks/draft.ts'
import { previewCookie } from '../looks/preview.ts'
import { discardDraft } from '../looks/save-draft.ts'
import { editLookFile } from '../theme-editor/edit-look-file.ts'
import { listLookFiles } from '../theme-editor/look-files.ts'
import { editView } from './edit-view.ts'
import { addHistoryRoutes } from './history-routes.ts'
import { maybeOwnChange, type OwnChange, renewOwnChange } from './own-change.ts'
import { resumeProposal } from './resume-proposal.ts'
import { mostPatch, readChanges } from './theme-patch.ts'
import { tryChange } from './try-change.ts'

const place = {
  drew: Type.Optional(Type.String({ maxLength: 60 })),
  from: Type.Optional(Type.String({ maxLength: 300 })),
  file: Type.Optional(Type.String({ maxLength: 80 })),
}
const asked = Type.Object({ ...place, search: Type.Optional(Type.String({ maxLength: 100 })) })
const edited = Type.Object({
  ...place,
  path: Type.String({ maxLength: 80 }),
  text: Type.String({ default: '' }),
  reset: Type.Optional(Type.String()),
})
const chosen = Type.Object({ proposal: Type.String({ maxLength: 36 }) })
const hours = 24

/** Changing the theme of the site as a member: files, what came of it, trying it, and what was changed before. */
export function addThemeRoutes(router: Router): void {
  addHistoryRoutes(router)
  addForm(router, '/themes/edit', { show: showEditor, submit: saveFile })

  router.get('/themes/change', async ctx => {
    demandMember(ctx.actor)
    await ctx.page('theme-change', changeView(ctx, await maybeOwnChange(ctx.site, ctx.actor)))
  })
  router.post('/themes/change', async ctx => {
    await renewOwnChange(ctx.site, ctx.actor)
    ctx.done('/themes/change', 'Your change builds on what is published now.')
  })
  router.delete('/themes/change', async ctx => {
    await discardDraft(ctx.site, ctx.actor)
    ctx.done('/themes/edit', 'Your change is thrown away.')
  })
  router.post('/themes/change/resumed', async ctx => {
    const { proposal } = ctx.read(chosen)
    await resumeProposal(ctx.site, ctx.actor, proposal)
    ctx.done('/themes/change', 'This is your proposal again. Change it, then send it anew.')
  })
  router.post('/themes/trials', async ctx => {
    const { to, ...what } = ctx.read(
      Type.Object({
        proposal: Type.Optional(Type.String({ maxLength: 36 })),
        patch: Type.Optional(Type.String({ maxLength: mostPatch })),
        to: Type.Optional(Type.String({ maxLength: 300 })),
      }),
    )
    const { id } = await tryChange(ctx.site, ctx.actor, what)
    const code = previewCode(ctx.site, id)
    ctx.cookies.set(previewCookie, code, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, maxAge: hours * 3_600_000 })
    ctx.done(isOwnPath(to) ? to : '/')
  })
}

async function showEditor(ctx: Context, { values, problems }: FormState): Promise<void> {
  const { site, actor } = ctx
  demandMember(actor)
  const { file, search, ...where } =
    ctx.method === 'GET' ? ctx.read(asked) : { ...(values as Record<string, string>), file: String(values.path) }
  const own = await maybeOwnChange(site, actor)
  const { look } = own?.draft ?? site.look.current
  const files = listLookFiles(site, actor, look)
  const drew = where.drew ?? ''
  const from = isOwnPath(where.from) ? where.from : '/'
  const typed = ctx.method === 'GET' ? {} : { text: String(values.text ?? '') }
  const view = await editView(site, { look, files, own, drew, from, problems, ...(file && { file }), ...(search && { search }), ...typed })
  await ctx.page('theme-edit', view)
}

async function saveFile(ctx: Context): Promise<void> {
  const { path, text, reset, drew, from } = ctx.read(edited)
  const { warnings } = await editLookFile(ctx.site, ctx.actor, { path, text: reset ? '' : text })
  const url = `/themes/edit?${new URLSearchParams({ file: path, ...(drew && { drew }), ...(from && { from }) })}`
  ctx.done(url, [ctx.t(reset ? 'The file is as it was.' : 'Checked and kept. Nobody else sees it yet.'), ...warnings].join(' '))
}

function changeView({ site, actor }: Context, own: OwnChange | undefined): object {
  if (!own || own.patch === '') return { isEmpty: true }
  const { draft, patch, conflicts } = own
  const isTooLong = patch.length > mostPatch
  return {
    patch,
    conflicts,
    isTooLong,
    files: isTooLong ? [] : readChanges(patch),
    preview: `/previews/${previewCode(site, draft.id)}`,
    amends: draft.amends ?? undefined,
    canPropose: site.registry.plugins.has('governance') && !isTooLong && conflicts.length === 0,
    canPublish: may(actor, 'appearance'),
    draftId: draft.id,
  }
}

function demandMember(actor: Actor): void {
  if (!isMember(actor)) throw unauthorized()
}
