import { isMember } from '../actor.ts'
import { forbidden, unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { saveAvatar } from '../media/save-avatar.ts'
import { changeRole, roleInput } from './change-role.ts'
import { createGroup, groupInput } from './create-group.ts'
import { editGroup, groupEditInput } from './edit-group.ts'
import { findGroup } from './group.ts'
import { canManage } from './group-access.ts'
import { groupHandleInput, joinGroup } from './join-group.ts'
import { leaveGroup } from './leave-group.ts'
import { groupsInput, listGroups } from './list-groups.ts'
import { listMembers, membersInput } from './list-members.ts'
import { maybeRole } from './membership.ts'

/** Groups as a list, starting one, and changing one. A group's own page is its feed: `/{handle}`. */
export function addGroupRoutes(router: Router): void {
  router.get('/groups', async ctx => {
    await ctx.page('groups', await listGroups(ctx.site, ctx.actor, ctx.read(groupsInput)))
  })

  addForm(router, '/groups/new', {
    async show(ctx, form) {
      if (!isMember(ctx.actor)) throw unauthorized()
      await ctx.page('group-new', form)
    },
    async submit(ctx) {
      const group = await createGroup(ctx.site, ctx.actor, ctx.read(groupInput))
      ctx.done(`/${group.feed.handle}`, 'Your group is there. Tell people about it.')
    },
  })

  addForm(router, '/groups/:handle/edit', { show: showEdit, submit: submitEdit })

  router.get('/groups/:handle/members', async ctx => {
    await ctx.page('group-members', await listMembers(ctx.site, ctx.actor, ctx.read(membersInput)))
  })

  router.put('/groups/:handle/members/:member', async ctx => {
    const input = ctx.read(roleInput)
    await changeRole(ctx.site, ctx.actor, input)
    const notice = input.role === 'admin' ? 'There is one more admin now.' : 'There is one admin less now.'
    ctx.done(`/groups/${input.handle}/members`, notice)
  })

  addMembershipRoutes(router)
}

/** The viewer's own membership of a group: POST joins or asks to, DELETE leaves or takes the request back. */
function addMembershipRoutes(router: Router): void {
  router.post('/groups/:handle/memberships', async ctx => {
    const input = ctx.read(groupHandleInput)
    await ctx.site.limits.spend('follow', ctx.actor.id ?? ctx.ip)
    const outcome = await joinGroup(ctx.site, ctx.actor, input)
    const notice =
      outcome === 'joined' ? 'You are in. Its entries come to your home page.' : 'You have asked to join. An admin will answer.'
    ctx.done(ctx.backTo(`/${input.handle}`), notice, ctx.path)
  })

  router.delete('/groups/:handle/memberships', async ctx => {
    const input = ctx.read(groupHandleInput)
    const left = await leaveGroup(ctx.site, ctx.actor, input)
    if (left === 'closed') ctx.done('/groups', 'You have left. Nobody was left in it, so this group is closed.')
    else ctx.done(ctx.backTo(`/${input.handle}`), left === 'left' ? 'You have left this group.' : 'You no longer ask to join.')
  })
}

async function showEdit(ctx: Context, { values, problems }: FormState): Promise<void> {
  if (!isMember(ctx.actor)) throw unauthorized()
  const { id, feed } = await findGroup(ctx.site.db, ctx.params.handle ?? '')
  if (!canManage(ctx.actor, await maybeRole(ctx.site.db, id, ctx.actor.id))) throw forbidden('Only admins of this group can change it.')
  const { name, handle, description, picture } = feed
  const shown = Object.keys(problems).length > 0 ? { name, description, ...values } : { name, description }
  await ctx.page('group-edit', { group: { name, handle, url: `/${handle}`, hasPicture: picture !== null }, values: shown, problems })
}

async function submitEdit(ctx: Context): Promise<void> {
  const input = ctx.read(groupEditInput)
  // Whoever may not change the group does not get to have a picture decoded either.
  const group = await findGroup(ctx.site.db, input.handle)
  if (!canManage(ctx.actor, await maybeRole(ctx.site.db, group.id, ctx.actor.id))) {
    throw forbidden('Only admins of this group can change it.')
  }
  const file = ctx.state.files.find(({ field }) => field === 'picture')
  const picture = file ? { picture: await saveAvatar(ctx.site, file.bytes) } : ctx.state.body.noPicture ? { picture: null } : {}
  await editGroup(ctx.site, ctx.actor, { handle: input.handle, name: input.name, description: input.description, ...picture })
  ctx.done(`/${group.feed.handle}`, 'Saved.')
}
