import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { checkNotFixed } from '../config/fixed-settings.ts'
import { bumpVersion, writeSetting } from '../config/settings-store.ts'
import { conflict, invalid } from '../errors.ts'
import { type Client, networkOf } from '../http/client.ts'
import { Type } from '../http/type.ts'
import { beginLock } from '../lock/site-lock.ts'
import { createMember } from '../members/create-member.ts'
import { emailSchema, tidyEmail } from '../members/email-address.ts'
import { checkHandle } from '../members/handle.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { hashPassword } from '../passwords/password.ts'
import { firstPolicies } from '../policies/policy.ts'
import { openSession } from '../sessions/session.ts'
import type { Site } from '../site.ts'
import { forgetSetupCode, isSetupCode } from './setup-code.ts'

export const setUpSiteInput = Type.Object({
  /** The code that the process printed; the command line needs none. */
  oneTime: Type.Optional(Type.String({ maxLength: 40 })),
  siteName: Type.String({ minLength: 1, maxLength: 80 }),
  handle: Type.String({ maxLength: 40 }),
  email: emailSchema,
  password: Type.String({ maxLength: 200 }),
  /** Who will decide about what: `community` when left out. */
  charter: Type.Optional(Type.Union([Type.Literal('steward'), Type.Literal('community'), Type.Literal('assembly')])),
})
export type SetUpSiteInput = Static<typeof setUpSiteInput>

/** First-run setup: names the site, makes its first admin and signs the admin in. Works once. */
export async function setUpSite(
  site: Site,
  actor: Actor,
  input: SetUpSiteInput & { client?: Client },
): Promise<{ memberId: string; token?: string }> {
  if (site.settings.setUpAt) throw conflict('This site is set up already.')
  if (actor.kind !== 'system') await checkCode(site, input)
  if (input.siteName !== site.settings.siteName) checkNotFixed(site.config, 'siteName')

  const handle = await checkHandle(site.db, input.handle)
  const email = tidyEmail(input.email)
  await checkPassword(site, { password: input.password, about: [handle, email, input.siteName] })
  const passwordHash = await hashPassword(input.password)
  const now = site.now()

  const done = await site.db.transaction(async trx => {
    const at = now.toISOString()
    const setting = { name: 'setUpAt', value: JSON.stringify(at), updatedAt: at, updatedBy: null }
    const first = await trx('settings').insert(setting).onConflict().ignore().returning<object[]>('name')
    if (first.length === 0) throw conflict('This site is set up already.')
    const memberId = await createMember(trx, { handle, email, passwordHash, role: 'admin' }, now)
    if (input.siteName !== site.settings.siteName) await writeSetting(trx, 'siteName', input.siteName, memberId, now)
    await beginLock(trx, { key: site.lock.key, now, values: firstPolicies(), ...(input.charter && { preset: input.charter }) })
    await bumpVersion(trx, 'settings')
    await site.announce(trx, 'member.joined', { memberId })
    return input.client ? { memberId, token: await openSession(trx, memberId, input.client, now) } : { memberId }
  })

  await forgetSetupCode(site)
  await site.refresh()
  return done
}

async function checkCode(site: Site, { oneTime = '', client }: { oneTime?: string; client?: Client }): Promise<void> {
  await site.limits.spend('setup-code', networkOf(client?.address ?? ''))
  if (!(await isSetupCode(site, oneTime))) {
    throw invalid({ oneTime: 'This is not the code. It is in the last lines that the site printed when it was started.' })
  }
}
