import { isMember, type MemberActor } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { saveAvatar } from '../media/save-avatar.ts'
import { editProfile, editProfileInput, type ProfileLink } from './edit-profile.ts'
import { settingsTabs } from './settings-tabs.ts'

const mostLinks = 6

/** What others see of a member, for the member to change. */
export function addProfileRoutes(router: Router): void {
  addForm(router, '/settings/profile', { show, submit })
}

async function show(ctx: Context, { values, problems }: FormState): Promise<void> {
  const { id } = requireMember(ctx)
  const feed = await Feed.query(ctx.site.db).findById(id).throwIfNotFound()
  const again = Object.keys(problems).length > 0
  const { name, description, access } = again ? { ...feed, ...values } : feed
  const links = again ? typedLinks(values) : (JSON.parse(feed.links) as ProfileLink[])
  const empty = Array.from({ length: 2 }, () => ({ title: '', url: '' }))
  await ctx.page('settings-profile', {
    tabs: settingsTabs(ctx, '/settings/profile'),
    values: { name, description },
    links: [...links, ...empty].slice(0, mostLinks),
    isPrivate: access === 'private',
    picture: feed.picture ? `/media/${feed.picture}` : undefined,
    handle: feed.handle,
    problems,
  })
}

async function submit(ctx: Context): Promise<void> {
  requireMember(ctx)
  const input = ctx.read(editProfileInput)
  const file = ctx.state.files.find(({ field }) => field === 'picture')
  const picture = file ? { picture: await saveAvatar(ctx.site, file.bytes) } : ctx.state.body.noPicture ? { picture: null } : {}
  await editProfile(ctx.site, ctx.actor, { ...input, ...picture })
  ctx.done('/settings/profile', 'Saved.')
}

function typedLinks({ linkTitle, linkUrl }: Record<string, unknown>): ProfileLink[] {
  const titles = [linkTitle ?? []].flat()
  return [linkUrl ?? []].flat().map((url, index) => ({ title: String(titles[index] ?? ''), url: String(url) }))
}

function requireMember(ctx: Context): MemberActor {
  if (!isMember(ctx.actor)) throw unauthorized()
  return ctx.actor
}
