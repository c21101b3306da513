import type { World } from '../moderation.ts'
import { isNewHere, isStaff } from '../newcomers/standing.ts'
import { beginRaidMode, endRaidMode } from './begin-raid-mode.ts'
import { maybeRaid, watchRaid } from './raid.ts'
import { showRaid, submitRaid } from './show-raid.ts'

const closed =
  'This site takes no new members for a few days, because it is being flooded. The line at the top of the page says until when.'

/** Raid mode: the switch, the line on every page, and what it keeps out. */
export function addRaid(world: World): void {
  const { host } = world
  const watch = watchRaid(world)
  host.action('moderation.begin-raid-mode', beginRaidMode(world))
  host.action('moderation.end-raid-mode', endRaidMode(world))
  host.adminPage('raid', { show: () => showRaid(world), submit: call => submitRaid(world, call).finally(watch.forget) })
  host.slot('raid', async () => {
    const raid = await watch.now()
    const views: Record<string, Record<string, unknown>> = raid ? { '': { ...raid } } : {}
    return views
  })

  host.filter('member.joining', async who => ((await maybeRaid(world, host)) ? { ...who, refuse: closed } : who))
  host.filter('entry.checking', async draft => {
    if (draft.isPrivate || !(await maybeRaid(world, host))) return draft
    return (await isNewHere(world, draft.authorId)) ? { ...draft, hold: 'Raid mode: what new members write waits for a moderator.' } : draft
  })
  host.filter('comment.checking', async comment => {
    const { authorId, entryAuthorId, isPrivate } = comment
    const raid = isPrivate || authorId === entryAuthorId ? undefined : await maybeRaid(world, host)
    if (!raid || (entryAuthorId && (await host.subjects.follows(entryAuthorId, [authorId])).length > 0)) return comment
    if (await isStaff(world, (await host.subjects.members([authorId]))[0])) return comment
    const text = 'This site is being flooded. Until {until}, only those whom the author follows can comment here.'
    return { ...comment, refuse: await host.say(text, { until: raid.until }, authorId) }
  })
}
