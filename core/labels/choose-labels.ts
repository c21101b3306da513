import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'

const choice = Type.Union([Type.Literal('hide'), Type.Literal('warn'), Type.Literal('show')], { default: 'warn' })

export const chooseLabelsInput = Type.Object({ sensitive: choice, violence: choice, spoiler: choice, other: choice })
export type ChooseLabelsInput = Static<typeof chooseLabelsInput>

/** Says what becomes of things with a label where this member reads. */
export async function chooseLabels(site: Site, actor: Actor, input: ChooseLabelsInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const unusual = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== 'warn'))
  await site.db.transaction(trx =>
    trx('members')
      .where({ id: actor.id })
      .update({ labelChoices: JSON.stringify(unusual) }),
  )
}
