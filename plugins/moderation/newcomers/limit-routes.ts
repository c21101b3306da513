import { addPage, inDays, type World } from '../moderation.ts'
import { checkLimits } from './check-limits.ts'
import { limitsOf } from './limits.ts'
import { showLimits } from './show-limits.ts'

/** Limits of new members: what they keep out, and where members read about them. */
export function addLimits(world: World): void {
  const { host, settings, tables } = world
  addPage(world, 'limits', showLimits)
  host.slot('newcomer', async ({ member }) => {
    // Most who open their home page are long here, and are not looked up.
    if (!member || (member.joinedAt < inDays(world, -2 * settings.newcomerDays) && !(await hasRow(tables, member.id)))) return {}
    const limits = await limitsOf(world, member.id)
    const views: Record<string, Record<string, unknown>> = limits ? { '': { ...limits } } : {}
    return views
  })
  checkLimits(world)
}

async function hasRow(tables: World['tables'], memberId: string): Promise<boolean> {
  return (await tables('moderation_limits').where({ memberId }).first('until')) !== undefined
}
