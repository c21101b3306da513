import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'

/** Absent: as the browser asks. */
export const changeLocaleInput = Type.Object({ language: Type.Optional(Type.String({ maxLength: 16 })) })
export type ChangeLocaleInput = Static<typeof changeLocaleInput>

/** Chooses the language in which the site speaks to the member. */
export async function changeLocale(site: Site, actor: Actor, { language }: ChangeLocaleInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const known = site.themes.locales().some(locale => locale.tag === language)
  if (language && !known) throw invalid({ language: 'Please choose one of the options.' })
  await site.db.transaction(trx =>
    trx('members')
      .where({ id: actor.id })
      .update({ locale: language ?? null }),
  )
}
