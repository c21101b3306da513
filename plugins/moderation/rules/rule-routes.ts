import type { Subject } from 'core/api'
import type { World } from '../moderation.ts'
import { restore } from '../restore.ts'
import { checkSaid } from './check-said.ts'
import { judge } from './judge.ts'
import type { About } from './rule.ts'
import { removeRule, saveRule } from './save-rule.ts'
import { showRules, submitRule, sweepRules } from './show-rules.ts'
import { runTrial } from './try-rule.ts'

/** So many imported entries are looked at where they are heard of; more of them by a job. */
const atOnce = 10

/** Automatic rules: what they look at, what they do, and the pages on which moderators make them. */
export function addRules(world: World): void {
  const { host } = world
  host.action('moderation.save-rule', saveRule(world))
  host.action('moderation.remove-rule', removeRule(world))
  host.action('moderation.restore', restore(world))
  host.adminPage('rules', { show: call => showRules(world, call), submit: call => submitRule(world, call) })
  host.job('try-rule', ({ id }) => runTrial(world, String(id)))
  host.job('judge', ({ kind, ids }) => judgeAll(world, kind as Subject['kind'], ids as string[]))
  host.timer('sweep', () => sweepRules(world))
  checkSaid(world)

  const look = (kind: Subject['kind'], id: string, about?: About) => judge(world, { kind, id, ...(about && { about }) })
  host.on('entry.published', ({ entryId }) => look('entry', entryId))
  host.on('entry.edited', ({ entryId }) => look('entry', entryId))
  host.on('entries.held', ({ entryIds }) => lookAtMany(world, 'entry', entryIds))
  host.on('entries.imported', ({ entryIds }) => lookAtMany(world, 'entry', entryIds))
  host.on('comment.published', ({ commentId }) => look('comment', commentId))
  host.on('comment.edited', ({ commentId }) => look('comment', commentId))
  host.on('comments.held', ({ commentIds }) => lookAtMany(world, 'comment', commentIds))
  host.on('feed.edited', ({ feedId }) => look('member', feedId))
  host.on('member.joined', ({ memberId }) => look('member', memberId, 'sign-up'))
  host.on('member.waiting', ({ memberId }) => look('member', memberId, 'sign-up'))
}

async function lookAtMany(world: World, kind: Subject['kind'], ids: readonly string[]): Promise<void> {
  if (ids.length <= atOnce) return judgeAll(world, kind, ids)
  for (let start = 0; start < ids.length; start += 100) await world.host.addJob('judge', { kind, ids: ids.slice(start, start + 100) })
}

async function judgeAll(world: World, kind: Subject['kind'], ids: readonly string[]): Promise<void> {
  for (const id of ids) await judge(world, { kind, id })
}
