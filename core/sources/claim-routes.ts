import { isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { claimInput, claimSource, liftClaim, listClaims } from './claim-source.ts'
import { ownerCode } from './owner-code.ts'
import { sourceInput } from './pause-source.ts'
import { findSource } from './source.ts'
import { proofView, sourceView } from './source-view.ts'
import { verifySource } from './verify-source.ts'

/** Whose an address is: of one's own sources, and of those that others brought in. */
export function addClaimRoutes(router: Router): void {
  addForm(router, '/sources/claims', {
    async show(ctx, form) {
      await ctx.page('source-claims', { ...form, proof: proofOf(ctx), claims: await listClaims(ctx.site, ctx.actor) })
    },
    async submit(ctx) {
      const { ended } = await claimSource(ctx.site, ctx.actor, ctx.read(claimInput))
      ctx.done(
        '/sources/claims',
        ctx.t(ended > 0 ? 'It was taken out of {n} streams.' : 'Nobody brings it in, and nobody else can.', { n: ended }),
      )
    },
  })

  router.delete('/sources/claims/:id', async ctx => {
    await liftClaim(ctx.site, ctx.actor, ctx.read(sourceInput))
    ctx.done('/sources/claims', 'Others may bring it in again.')
  })

  addForm(router, '/sources/:id/verification', {
    show: showVerification,
    async submit(ctx) {
      await verifySource(ctx.site, ctx.actor, ctx.read(sourceInput))
      ctx.done('/sources', 'This is yours. Your stream says that you wrote it.')
    },
  })
}

async function showVerification(ctx: Context, form: FormState): Promise<void> {
  const source = await findSource(ctx.site.db, ctx.actor.id, ctx.params.id ?? '')
  await ctx.page('source-verify', { ...form, source: sourceView(ctx, source), proof: proofOf(ctx) })
}

function proofOf(ctx: Context): ReturnType<typeof proofView> {
  if (!isMember(ctx.actor)) throw unauthorized()
  return proofView(ctx.site, ctx.actor.member.feed.handle, ownerCode(ctx.site.secret, ctx.actor.id))
}
