import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember, type MemberActor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict, invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { dropTags } from '../tags/tag-entries.ts'
import { checkOwnership } from './check-ownership.ts'
import { discoverSources } from './discover-sources.ts'
import { withoutTalk, withTalk } from './remove-imported.ts'
import { Source } from './source.ts'
import type { FoundSource } from './source-type.ts'

export const claimInput = Type.Object({
  address: Type.String({ minLength: 1, maxLength: 2000, problem: 'Paste the address that is yours.' }),
})
export type ClaimInput = Static<typeof claimInput>

const mostLookedAt = 5
const takenOut = 'This was taken out because its owner asked for it.'
const takenOutHtml = `<p><em>${takenOut}</em></p>`

/**
 * The owner of an address has it taken out of the streams of members who are not: their sources end, and what came in from them is
 * emptied. What others said to it stays. From then on only the owner can connect it. Returns how many sources ended.
 */
export async function claimSource(site: Site, actor: Actor, input: ClaimInput): Promise<{ ended: number }> {
  if (!isMember(actor)) throw unauthorized()
  await site.limits.spend('verify-source', actor.id)
  const discovery = await discoverSources(site, input.address.trim())
  if ('problem' in discovery) throw invalid({ address: discovery.problem })
  const urls = await ownUrls(site, actor, discovery.found)
  return site.db.transaction(async trx => {
    await keepClaims(trx, site, actor, urls)
    const sources = await othersAt(trx, actor, urls)
    for (const source of sources) await takeOut(trx, site, actor, source)
    return { ended: sources.length }
  })
}

/** The feeds at an address that are the member's: each is looked at for itself, because a page may name feeds of others as well. */
async function ownUrls(site: Site, actor: MemberActor, found: readonly FoundSource[]): Promise<string[]> {
  const urls: string[] = []
  let problem = ''
  for (const one of found.slice(0, mostLookedAt)) {
    const ownership = await checkOwnership(site, actor, { type: one.type, url: one.url })
    if (ownership.owned) urls.push(one.url)
    else problem ||= ownership.problem
  }
  if (urls.length === 0) throw invalid({ address: problem })
  return urls
}

async function keepClaims(trx: Knex.Transaction, site: Site, actor: MemberActor, urls: readonly string[]): Promise<void> {
  const taken = await trx('source_claims').whereIn('url', urls).whereNot({ memberId: actor.id }).first('id')
  if (taken) throw conflict('Somebody else has shown already that this address is theirs. Please write to those who run this site.')
  const createdAt = site.now().toISOString()
  const rows = urls.map(url => ({ id: newId(), memberId: actor.id, url, createdAt }))
  await trx('source_claims').insert(rows).onConflict('url').ignore()
}

async function othersAt(trx: Knex.Transaction, actor: MemberActor, urls: readonly string[]): Promise<Source[]> {
  return Source.query(trx)
    .where(at => at.whereIn('url', urls).orWhereIn('address', urls))
    .whereNot({ memberId: actor.id })
    .whereNull('verifiedAt')
}

async function takeOut(trx: Knex.Transaction, site: Site, owner: MemberActor, source: Source): Promise<void> {
  const now = site.now().toISOString()
  const emptied = { title: null, link: null, body: '', attachments: '[]', original: null, originalHash: null }
  // The first comment may be the description, and is the owner's then.
  await trx('comments')
    .where({ authorId: source.memberId, number: 1 })
    .whereIn('entryId', trx('entries').select('id').where({ sourceId: source.id }))
    .whereRaw('comments.created_at = (select e.published_at from entries e where e.id = comments.entry_id)')
    .update({ body: takenOut, bodyHtml: takenOutHtml })
  await dropTags(trx, await trx('entries').where({ sourceId: source.id }).pluck('id'))
  await withTalk(trx, source.memberId)
    .where({ sourceId: source.id })
    .update({ ...emptied, bodyHtml: takenOutHtml })
  await withoutTalk(trx, source.memberId)
    .where({ sourceId: source.id })
    .update({ ...emptied, bodyHtml: '', removedAt: now, removedReason: takenOut })
  await trx('sources').where({ id: source.id }).delete()
  await site.announce(trx, 'source.claimed', { sourceId: source.id, memberId: source.memberId, ownerId: owner.id, title: source.title })
}

/** Addresses that the actor has claimed. */
export async function listClaims(site: Site, actor: Actor): Promise<{ id: string; url: string; createdAt: string }[]> {
  if (!isMember(actor)) throw unauthorized()
  return site.db('source_claims').where({ memberId: actor.id }).orderBy('createdAt').select('id', 'url', 'createdAt')
}

/** Lets others bring an address in again. */
export async function liftClaim(site: Site, actor: Actor, input: { id: string }): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  await site.db.transaction(trx => trx('source_claims').where({ id: input.id, memberId: actor.id }).delete())
}
