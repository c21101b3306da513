import { createReadStream } from 'node:fs'
import { isMember, type MemberActor, memberActor } from '../actor.ts'
import { SiteError, unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { Type } from '../http/type.ts'
import { findMemberById } from '../members/member.ts'
import { readPass } from '../restrictions/outside-pass.ts'
import { exportView, isPacking } from './export-view.ts'
import { exportDays, exportPath, findExport, listExports } from './own-export.ts'
import { requestExport } from './request-export.ts'

const query = Type.Object({ pass: Type.Optional(Type.String({ maxLength: 200 })) })

/** Everything about oneself, to ask for and to download: also with the link that members get who are kept out. */
export function addExportRoutes(router: Router): void {
  addForm(router, '/export', {
    show: showExport,
    async submit(ctx) {
      await requestExport(ctx.site, await whose(ctx))
      ctx.done(passOf(ctx) ? withPass(ctx, '/export') : '/settings/data', 'It is being packed. You hear of it when it is ready.')
    },
  })
  router.get('/export/:id', async ctx => {
    const { id, member } = await whose(ctx)
    const found = await findExport(ctx.site.db, id, ctx.params.id ?? '', ctx.site.now())
    ctx.type = 'application/zip'
    ctx.set({
      'Content-Disposition': `attachment; filename="${member.feed.handle}-${found.createdAt.slice(0, 10)}.zip"`,
      'Cache-Control': 'private, no-store',
    })
    ctx.length = Number(found.bytes)
    ctx.body = createReadStream(exportPath(ctx.site, found.file))
  })
}

async function showExport(ctx: Context, { problems }: FormState): Promise<void> {
  const { id } = await whose(ctx)
  const exports = await listExports(ctx.site.db, id)
  // The address lets in who has it.
  ctx.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'private, no-store' })
  if (exports.some(isPacking)) ctx.set('Refresh', '5')
  const views = exports.map(one => exportView(ctx, one, path => withPass(ctx, path)))
  await ctx.page('export', { exports: views, exportDays, canAsk: !exports.some(isPacking), exportUrl: withPass(ctx, '/export'), problems })
}

/** Who asks: by a pass, or signed in. */
async function whose(ctx: Context): Promise<MemberActor> {
  const pass = passOf(ctx)
  if (pass === undefined) {
    if (!isMember(ctx.actor)) throw unauthorized()
    return ctx.actor
  }
  const memberId = readPass(ctx.site, pass)
  if (!memberId) throw new SiteError(410, 'gone', 'This link is too old. Sign in to get a new one.')
  return memberActor(await findMemberById(ctx.site.db, memberId))
}

function passOf(ctx: Context): string | undefined {
  const { pass } = ctx.method === 'POST' ? { pass: ctx.query.pass as string | undefined } : ctx.read(query)
  return pass
}

function withPass(ctx: Context, path: string): string {
  const pass = passOf(ctx)
  return pass ? `${path}?pass=${encodeURIComponent(pass)}` : path
}
