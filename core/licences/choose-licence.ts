import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { keptLicence, licenceInput } from './licence-input.ts'

export const licenceChoiceInput = Type.Object({
  licence: licenceInput,
  /** Also for everything one has published so far, here and from elsewhere. */
  older: Type.Optional(Type.String({ maxLength: 5 })),
})
export type LicenceChoiceInput = Static<typeof licenceChoiceInput>

const batch = 500

/**
 * Chooses the licence that what one publishes from now on has, unless one says otherwise. Older entries keep theirs: only their author
 * changes it, by asking for it here or entry by entry. Returns how many older ones changed.
 */
export async function chooseLicence(site: Site, actor: Actor, { licence: chosen, older }: LicenceChoiceInput): Promise<number> {
  if (!isMember(actor)) throw unauthorized()
  const licence = keptLicence(chosen)
  await site.db.transaction(trx => trx('members').where({ id: actor.id }).update({ licence }))
  if (!older) return 0
  let changed = 0
  for (let last = batch; last === batch; changed += last) last = await changeSome(site, actor.id, licence)
  return changed
}

/** In portions, because somebody may have a hundred thousand entries, and others want to write as well. */
function changeSome(site: Site, authorId: string, licence: string | null): Promise<number> {
  return site.db.transaction(trx => {
    const others = trx('entries')
      .where({ authorId })
      .whereRaw("coalesce(licence, '') <> ?", [licence ?? ''])
    return Promise.resolve(trx('entries').whereIn('id', others.limit(batch).select('id')).update({ licence }))
  })
}
