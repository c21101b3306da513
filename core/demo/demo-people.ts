import { system } from '../actor.ts'
import { changeSetting } from '../config/change-setting.ts'
import { fixedBy } from '../config/fixed-settings.ts'
import { changeRole } from '../groups/change-role.ts'
import { createGroup } from '../groups/create-group.ts'
import { editGroup } from '../groups/edit-group.ts'
import { joinGroup } from '../groups/join-group.ts'
import { saveAvatar } from '../media/save-avatar.ts'
import { addMember } from '../members/add-member.ts'
import { editProfile } from '../members/edit-profile.ts'
import { setUpSite } from '../setup/set-up-site.ts'
import { acceptRequest } from '../subscriptions/accept-request.ts'
import { DemoChance } from './demo-chance.ts'
import type { DemoGroup, DemoMember } from './demo-content.ts'
import { actorOf, type DemoStory, pictureOf, rememberActor, timeOf } from './demo-story.ts'
import type { Happening } from './happening.ts'
import { minutesOf } from './minutes-of.ts'

const day = 86_400_000

/** The first member sets the site up; the others come one after another, and show who they are. */
export function joinings(story: DemoStory): Happening[] {
  const { members, site: about } = story.content
  return members.map((member, index) => ({
    at: timeOf(story, index === 0 ? about.founded : member.joined),
    run: () => (index === 0 ? setUp(story, member) : join(story, member)),
  }))
}

async function setUp(story: DemoStory, member: DemoMember): Promise<void> {
  const { site, password } = story
  const { name, description } = story.content.site
  const siteName = site.config.settings.siteName ?? name
  const { memberId } = await setUpSite(site, system, { siteName, handle: member.handle, email: emailOf(member), password })
  const actor = await rememberActor(story, member.handle, memberId)
  if (!fixedBy(site.config, 'siteDescription')) await changeSetting(site, actor, { key: 'siteDescription', value: description })
  await showProfile(story, member)
}

async function join(story: DemoStory, member: DemoMember): Promise<void> {
  const { handle, name } = member
  const memberId = await addMember(story.site, system, { handle, name, email: emailOf(member), role: 'member' })
  await rememberActor(story, handle, memberId)
  await showProfile(story, member)
}

function emailOf({ handle }: DemoMember): string {
  return `${handle}@example.org`
}

async function showProfile(story: DemoStory, { handle, name, about, links }: DemoMember): Promise<void> {
  const picture = await saveAvatar(story.site, pictureOf(story, `@${handle}`))
  await editProfile(story.site, actorOf(story, handle), {
    name,
    description: about,
    access: 'public',
    linkTitle: links.map(([title]) => title),
    linkUrl: links.map(([, url]) => url),
    picture,
  })
}

/** Groups are founded by their first admin; the others come within weeks, and some become admins too. */
export function groupings(story: DemoStory): Happening[] {
  return story.content.groups.flatMap(group => {
    const chance = new DemoChance(`group ${group.handle}`)
    const founded = timeOf(story, group.founded)
    const [founder, ...admins] = group.admins
    const others = [...admins, ...group.members].map(handle => {
      const could = Math.max(founded, joinedAt(story, handle))
      return {
        at: could + Math.min(chance.between(0.1, 20) * day, (story.end - 26 * day - could) * 0.9),
        run: () => enter(story, group, handle),
      }
    })
    return [{ at: founded, run: () => found(story, group, founder!) }, ...others]
  })
}

function joinedAt(story: DemoStory, handle: string): number {
  const member = story.content.members.find(one => one.handle === handle)
  if (!member) throw new Error(`Demo content: nobody here is called "${handle}".`)
  return timeOf(story, minutesOf(member.joined))
}

async function found(story: DemoStory, { handle, name, about, access }: DemoGroup, founder: string): Promise<void> {
  const actor = actorOf(story, founder)
  await createGroup(story.site, actor, { handle, name, description: about, access: access ?? 'public' })
  const picture = await saveAvatar(story.site, pictureOf(story, `@${handle}`))
  await editGroup(story.site, actor, { handle, name, description: about, picture })
}

async function enter(story: DemoStory, group: DemoGroup, handle: string): Promise<void> {
  const actor = actorOf(story, handle)
  const founder = actorOf(story, group.admins[0]!)
  const answer = await joinGroup(story.site, actor, { handle: group.handle })
  if (answer === 'requested') await acceptRequest(story.site, founder, { handle: group.handle, member: handle })
  if (group.admins.includes(handle)) await changeRole(story.site, founder, { handle: group.handle, member: handle, role: 'admin' })
}
