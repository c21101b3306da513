import { isMember } from '../actor.ts'
import { notFound, unauthorized } from '../errors.ts'
import { feedPage } from '../feeds/feed-page.ts'
import { postedTo } from '../feeds/feed-queries.ts'
import type { Context } from '../http/context.ts'
import type { FormState, Router } from '../http/router.ts'
import { addForm } from '../http/router.ts'
import { longDate } from '../members/long-date.ts'
import { createInvitation, createInvitationInput } from './create-invitation.ts'
import { revokeInvitation, revokeInvitationInput } from './revoke-invitation.ts'
import { listPickable, showInvitation, showOwnInvitations } from './show-invitation.ts'

/** One's own invitations, and the page that an invitation opens on: the inviter's stream. */
export function addInvitationRoutes(router: Router): void {
  addForm(router, '/invitations', {
    show: showOwn,
    async submit(ctx) {
      await createInvitation(ctx.site, ctx.actor, ctx.read(createInvitationInput))
      ctx.done('/invitations', 'Your invitation is ready. Send its link to whoever you want here.')
    },
  })

  router.get('/invitations/:code', async ctx => {
    const found = await showInvitation(ctx.site, ctx.params.code ?? '')
    if (!found) throw notFound('invitation')
    const { inviterId, ...invitation } = found
    ctx.set('X-Robots-Tag', 'noindex')
    const closed = ctx.site.settings.signUp === 'closed'
    await ctx.page('invitation', { ...(await feedPage(ctx, postedTo(inviterId))), ...invitation, closed })
  })

  router.delete('/invitations/:id', async ctx => {
    await revokeInvitation(ctx.site, ctx.actor, ctx.read(revokeInvitationInput))
    ctx.done('/invitations', 'The invitation is taken back.')
  })
}

async function showOwn(ctx: Context, { values, problems }: FormState): Promise<void> {
  if (!isMember(ctx.actor)) throw unauthorized()
  const chosen = new Set([values.follow ?? []].flat())
  const pickable = await listPickable(ctx.site, ctx.actor)
  const invitations = await showOwnInvitations(ctx.site, ctx.actor)
  await ctx.page('invitations', {
    invitations: invitations.map(invitation => ({ ...invitation, expiresOn: longDate(invitation.expiresAt, ctx.locale) })),
    pickable: pickable.map(feed => ({ ...feed, checked: chosen.has(feed.handle) })),
    closed: ctx.site.settings.signUp === 'closed',
    values: { uses: 1, days: 30, ...values },
    problems,
  })
}
