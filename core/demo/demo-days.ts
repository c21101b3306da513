import { publishAnnouncement } from '../announcements/publish-announcement.ts'
import { rememberActiveDay } from '../lock/electorate.ts'
import { checkFounding } from '../lock/end-founding.ts'
import { changeSiteRole } from '../members/change-site-role.ts'
import { policyAt, policyKinds } from '../policies/policy.ts'
import { advanceProposals } from '../proposals/advance-proposals.ts'
import { endDueRestrictions } from '../restrictions/end-restriction.ts'
import { DemoChance } from './demo-chance.ts'
import { send } from './demo-deed.ts'
import { actorOf, type DemoStory, rememberActor, timeOf } from './demo-story.ts'
import { voteToday } from './demo-votes.ts'
import type { Happening } from './happening.ts'

const minute = 60_000
/** Who votes was here on seven of the last ninety days; the first vote of the story is almost ninety days old. */
const daysBack = 150

/** Who was here on which day, what the site does by itself meanwhile, and who looks after it. */
export function days(story: DemoStory): Happening[] {
  const { moderators, announcements } = story.content.community
  const each = Array.from({ length: daysBack }, (_, index) => daysBack - index)
  return [
    ...each.map(ago => ({ at: timeOf(story, `${ago}d`) + minute, run: () => live(story, ago) })),
    ...moderators.map(({ who, age }) => ({
      at: timeOf(story, age),
      run: async () => {
        await changeSiteRole(story.site, actorOf(story, story.content.members[0]!.handle), { handle: who, role: 'moderator' })
        await rememberActor(story, who, actorOf(story, who).id)
      },
    })),
    ...announcements.map(({ by, age, days: shown, text }) => ({
      at: timeOf(story, age),
      run: async () => {
        const until = new Date(story.end + shown * 1440 * minute).toISOString().slice(0, 10)
        await publishAnnouncement(story.site, actorOf(story, by), { text, audience: 'members', until })
      },
    })),
  ]
}

async function live(story: DemoStory, ago: number): Promise<void> {
  const { site, actors, opened } = story
  const chance = new DemoChance(`day ${ago}`)
  const here = [...actors.values()].filter(({ member }) => chance.next() < (known(story, member.feed.handle) > 0.5 ? 0.8 : 0.45))
  await site.db.transaction(async trx => {
    for (const { id } of here) await rememberActiveDay(trx, id, site.now())
  })
  await opened.outbox.drained()
  await site.jobs.drained()
  await checkFounding(site)
  await endDueRestrictions(site)
  const held = versions(story)
  await advanceProposals(site)
  for (const [kind, version] of versions(story)) if (version !== held.get(kind)) await acceptAll(story, kind, version)
  await voteToday(story)
}

function versions({ site }: DemoStory): Map<string, number> {
  return new Map(policyKinds.map(kind => [kind, policyAt(site.lock, kind, site.now()).current?.version ?? 0]))
}

/** Everybody reads what has changed, and is content. */
async function acceptAll(story: DemoStory, kind: string, version: number): Promise<void> {
  for (const handle of story.actors.keys())
    await send(story, handle, '/plugins/privacy-policy/answers', { kind, version, answer: 'accepted' })
}

function known({ content }: DemoStory, handle: string): number {
  return content.members.find(one => one.handle === handle)?.known ?? 0
}
