import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { kindsFor } from './mail-settings.ts'
import { type NotificationKind, notificationKinds } from './notification.ts'

const kind = Type.Unsafe<NotificationKind>({ type: 'string', enum: notificationKinds })

export const mailChoiceInput = Type.Object({
  /** Kinds of notifications that are to be mailed; all others are not. */
  kinds: Type.Array(kind, { default: [], maxItems: notificationKinds.length }),
})
export type MailChoiceInput = Static<typeof mailChoiceInput>

/** Chooses what comes by mail as well. What is not shown on the page anyway stays on. */
export async function chooseMail(site: Site, actor: Actor, { kinds }: MailChoiceInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const mailOff = JSON.stringify(kindsFor(actor).filter(name => !kinds.includes(name)))
  await site.db.transaction(async trx => {
    await trx('members').where({ id: actor.id }).update({ mailOff })
  })
}
