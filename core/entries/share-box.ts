import { isMember } from '../actor.ts'
import type { Context } from '../http/context.ts'
import type { ShareBoxView } from '../themes/template-views.ts'

/** Where the viewer may post: their own feed first, then their groups. Ids of `chosen` are ticked instead of the own feed. */
export async function shareBox(ctx: Context, chosen: readonly string[] = []): Promise<ShareBoxView | undefined> {
  const { actor } = ctx
  if (!isMember(actor)) return undefined
  const groups = await ctx.groups()
  const own = { id: actor.id, name: ctx.t('My feed'), kind: 'member' as const, checked: chosen.length === 0 || chosen.includes(actor.id) }
  return { to: [own, ...groups.map(({ id, name }) => ({ id, name, kind: 'group' as const, checked: chosen.includes(id) }))] }
}
