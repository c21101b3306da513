import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { type Consent, listGiven } from './consent.ts'
import { type DeclaredConsent, listDeclared, searchEngines } from './declared-consent.ts'

/** Name and sentence of a consent, so that what is agreed to is what was read. */
const asked = Type.String({ maxLength: 160, pattern: '^[a-z0-9/-]+@[0-9a-f]{64}$' })

export const consentsInput = Type.Object({
  /** What the form asked for. */
  asked: Type.Array(asked, { default: [], maxItems: 500 }),
  /** What of it the member allows; the rest is taken back. */
  allow: Type.Array(asked, { default: [], maxItems: 500 }),
})
export type ConsentsInput = Static<typeof consentsInput>

/**
 * Allows what is chosen and takes back what is not, of what was asked. Throws conflict when a sentence is not the one that was read, or nobody
 * asks any more: then there is nothing to agree to. Taking back always works.
 */
export async function chooseConsents(site: Site, actor: Actor, input: ConsentsInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const declared = new Map(listDeclared(site.registry).map(one => [one.name, one]))
  await site.db.transaction(async trx => {
    await trx('members').where({ id: actor.id }).forUpdate().first('id')
    const given = await listGiven(trx, actor.id)
    for (const one of new Set([...input.asked, ...input.allow])) {
      const [name = '', hash = ''] = one.split('@')
      const before = given.get(name)
      if (!input.allow.includes(one)) await withdraw(site, trx, before)
      else if (before?.saysHash !== hash)
        await give(site, trx, { memberId: actor.id, asks: sameSentence(declared.get(name), hash), before })
    }
  })
}

function sameSentence(asks: DeclaredConsent | undefined, hash: string): DeclaredConsent {
  if (!asks) throw conflict('Nobody asks for this any more.')
  if (asks.saysHash !== hash) throw conflict('The sentence has changed meanwhile. Please read it again.')
  return asks
}

interface Giving {
  memberId: string
  asks: DeclaredConsent
  before: Consent | undefined
}

async function give(site: Site, trx: Knex.Transaction, { memberId, asks, before }: Giving): Promise<void> {
  const { name, id, plugin, title, says, saysHash } = asks
  const givenAt = site.now().toISOString()
  if (before) await trx('consents').where({ id: before.id }).update({ withdrawnAt: givenAt })
  await trx('consents').insert({ id: newId(), memberId, consent: name, says: `${title}. ${says}`, saysHash, givenAt })
  if (name === searchEngines) await trx('feeds').where({ id: memberId }).update({ findableAt: givenAt })
  await site.announce(trx, 'consent.given', { memberId, plugin, consent: id })
}

async function withdraw(site: Site, trx: Knex.Transaction, before: Consent | undefined): Promise<void> {
  if (!before) return
  const { id, memberId, consent } = before
  await trx('consents').where({ id }).update({ withdrawnAt: site.now().toISOString() })
  if (consent === searchEngines) await trx('feeds').where({ id: memberId }).update({ findableAt: null })
  const [first = '', second] = consent.split('/')
  const asked = second === undefined ? { plugin: null, consent } : { plugin: first, consent: second }
  await site.announce(trx, 'consent.withdrawn', { memberId, ...asked })
}
