import { createHmac, timingSafeEqual } from 'node:crypto'
import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { isExecutor } from '../lock/executor-actor.ts'
import { confirmPassword } from '../passwords/confirm-password.ts'
import type { Site } from '../site.ts'
import { makeLockKey } from './lock-key.ts'

const validFor = 10 * 60_000

/**
 * A member says with their password that they want this package. What comes back is good for ten minutes and for nothing else, and
 * `plugin.install` asks for it: a session that somebody took over cannot bring code in, and neither can a row in the database.
 */
export async function approvePackage(
  site: Site,
  actor: Actor,
  { name, id, password }: { name: string; id: string; password: string },
): Promise<string> {
  if (!isMember(actor) || !may(actor, 'plugins')) throw forbidden('Installing a plugin: this needs the permission "plugins".')
  await confirmPassword(site, actor, password, 'password')
  const until = site.now().getTime() + validFor
  return `${until}.${mark(site, actor, name, id, until)}`
}

/** Whether the actor may go on without being asked again: whoever runs the machine, a passed vote, or a member with an approval. */
export function isApproved(
  site: Site,
  actor: Actor,
  { name, id, approval = '' }: { name: string; id: string; approval?: string | undefined },
): boolean {
  if (actor.kind === 'system' || isExecutor(actor)) return true
  const [until = '', given = ''] = approval.split('.')
  if (!(Number(until) > site.now().getTime())) return false
  const expected = mark(site, actor, name, id, Number(until))
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

function mark({ config }: Site, actor: Actor, name: string, id: string, until: number): string {
  const said = JSON.stringify(['tributary approval', actor.kind, actor.id ?? '', name, id, until])
  return createHmac('sha256', makeLockKey(config.dataDir)).update(said).digest('base64url')
}
