import type { World } from '../moderation.ts'
import { learn } from './learn.ts'
import { setSpamFilter } from './set-spam-filter.ts'
import { showSpam, submitSpam } from './show-spam.ts'

/** The spam filter: where moderators set it, and how it learns from what they decide. What it finds goes the way of the rules. */
export function addSpamFilter(world: World): void {
  const { host } = world
  host.action('moderation.set-spam-filter', setSpamFilter(world))
  host.adminPage('spam', { show: () => showSpam(world), submit: call => submitSpam(world, call) })
  host.job('learn', () => learn(world))
}
