import { isMember } from '../actor.ts'
import type { Context } from '../http/context.ts'
import type { FormState } from '../http/router.ts'
import { insertForm, listInserts } from '../inserts/insert-form.ts'
import { licenceChoices } from '../licences/licence-input.ts'
import type { ShareBoxView } from '../themes/template-views.ts'
import { attachableUploads } from './attach-uploads.ts'

/** Where the viewer may post: their own feed first, then their groups. Ids of `chosen` are ticked instead of the own feed. */
export async function shareBox(ctx: Context, chosen: readonly string[] = []): Promise<ShareBoxView | undefined> {
  const { actor } = ctx
  if (!isMember(actor)) return undefined
  const groups = await ctx.groups()
  const own = { id: actor.id, name: ctx.t('My feed'), kind: 'member' as const, checked: chosen.length === 0 || chosen.includes(actor.id) }
  const inserts = listInserts(ctx.registry)
  const to = [own, ...groups.map(({ id, name }) => ({ id, name, kind: 'group' as const, checked: chosen.includes(id) }))]
  return { to, licences: licenceChoices(actor.member.licence), ...(inserts.length > 0 && { inserts }) }
}

/** The same with what was typed, ticked and sent, and why it was refused. */
export async function refusedShareBox(ctx: Context, { values, problems }: FormState): Promise<ShareBoxView | undefined> {
  const box = await shareBox(ctx, listOf(values.to))
  if (!box || !isMember(ctx.actor)) return undefined
  const uploads = await attachableUploads(ctx.site.db, ctx.actor, listOf(values.uploads))
  const insert = insertForm(ctx.registry, String(values.insert ?? ''), values, problems)
  return {
    ...box,
    values,
    ...(values.licence !== undefined && { licences: licenceChoices(String(values.licence)) }),
    ...(insert && { insert }),
    ...(Object.keys(problems).length > 0 && { problems }),
    ...(uploads.length > 0 && { pictures: uploads.map(({ id, file }) => ({ id, url: `/media/${file}` })) }),
  }
}

/** A field that came once, often or not at all. */
function listOf(value: unknown): string[] {
  return [value ?? []].flat().map(String)
}
