import { type Actor, isMember } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'

/**
 * Whether somebody destroys what must not exist: by name, in the setting `purgeStaff`, whatever role they have, in a session of their own;
 * and whoever runs the machine.
 */
export function mayPurge({ settings }: Site, actor: Actor): boolean {
  if (actor.kind === 'system') return true
  return actor.kind === 'member' && isMember(actor) && settings.purgeStaff.includes(actor.member.feed.handle)
}

/** Throws forbidden for everybody else. */
export function checkMayPurge(site: Site, actor: Actor): void {
  if (!mayPurge(site, actor)) throw forbidden('Only those who are named for it in the settings purge what must not exist.')
}
