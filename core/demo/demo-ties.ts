import { joinGroup } from '../groups/join-group.ts'
import { subscribe } from '../subscriptions/subscribe.ts'
import { DemoChance } from './demo-chance.ts'
import type { DemoMember } from './demo-content.ts'
import { actorOf, type DemoStory, timeOf } from './demo-story.ts'
import type { Happening } from './happening.ts'

/**
 * Who follows whom, as in a small town: people of the same groups, and those whom nearly everybody knows. What the content says
 * about somebody goes before chance.
 */
export function followings(story: DemoStory): Happening[] {
  const { members, ties } = story.content
  const late = new Set(ties.recent.map(({ who, follows }) => `${who} ${follows}`))
  const chosen = members.flatMap(reader =>
    members
      .filter(other => other !== reader && !late.has(`${reader.handle} ${other.handle}`))
      .filter(other => ties.follows[reader.handle]?.includes(other.handle) ?? mayFollow(story, reader, other))
      .map(other => ({ at: someTime(story, reader, other), run: () => follow(story, reader.handle, other.handle) })),
  )
  const recent = ties.recent.map(({ who, follows, age }) => ({ at: timeOf(story, age), run: () => follow(story, who, follows) }))
  const asked = ties.requests.map(({ who, group, age }) => ({
    at: timeOf(story, age),
    run: async () => {
      await joinGroup(story.site, actorOf(story, who), { handle: group })
    },
  }))
  return [...chosen, ...recent, ...asked]
}

async function follow(story: DemoStory, who: string, other: string): Promise<void> {
  await subscribe(story.site, actorOf(story, who), { handle: other })
}

function mayFollow({ content }: DemoStory, reader: DemoMember, other: DemoMember): boolean {
  const chance = new DemoChance(`${reader.handle} follows ${other.handle}`)
  const shared = content.groups.filter(group => [reader, other].every(({ handle }) => isIn(group, handle))).length
  return chance.next() < Math.min(0.95, 0.04 + other.known * 0.5 + shared * 0.28)
}

function isIn({ admins, members }: { admins: string[]; members: string[] }, handle: string): boolean {
  return admins.includes(handle) || members.includes(handle)
}

/** Some time after both were there, and before what is told begins. */
function someTime(story: DemoStory, reader: DemoMember, other: DemoMember): number {
  const both = Math.max(timeOf(story, reader.joined), timeOf(story, other.joined))
  const begins = timeOf(story, '25d')
  return both + new DemoChance(`${reader.handle} meets ${other.handle}`).next() ** 2 * (begins - both)
}
