import type { Standing } from 'core/api'
import { inDays, type World } from '../moderation.ts'

/** Whether somebody looks after the site: neither rules nor limits are about them. */
export async function isStaff({ host }: World, standing: Pick<Standing, 'id' | 'role'> | undefined): Promise<boolean> {
  if (!standing || standing.role === 'member') return false
  if (standing.role === 'admin') return true
  return (await host.subjects.holding('content')).some(({ id }) => id === standing.id)
}

/** Days for which somebody is new, at least, when the site is being flooded. */
const leastDays = 7

/** Whether somebody came in the last days and does not look after the site. */
export async function isNewHere(world: World, memberId: string): Promise<boolean> {
  const [standing] = await world.host.subjects.members([memberId])
  if (!standing) return true
  const days = Math.max(leastDays, world.settings.newcomerDays)
  return standing.createdAt > inDays(world, -days) && !(await isStaff(world, standing))
}
