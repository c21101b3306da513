import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember, type MemberActor } from '../actor.ts'
import { checkLinks } from '../bans/check-links.ts'
import { newId } from '../db/new-id.ts'
import { cleanLine, webAddress } from '../entries/import-draft.ts'
import { conflict, invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { leaseSeconds } from './due-sources.ts'
import { hostOf } from './host-of.ts'
import { findService } from './match-service.ts'
import { ownerCode } from './owner-code.ts'
import { restoreImported } from './remove-imported.ts'
import { Source } from './source.ts'
import { isClaimed } from './source-claim.ts'
import { optionColumns, optionFields, type SourceOptions } from './source-options.ts'

export const connectInput = Type.Object({
  type: Type.String({ maxLength: 40 }),
  url: Type.String({ maxLength: 2000 }),
  title: Type.Optional(Type.String({ maxLength: 2000 })),
  service: Type.Optional(Type.String({ maxLength: 40 })),
  ...optionFields,
})
export type ConnectInput = Static<typeof connectInput>

/** One member may have this many; more is a robot. */
export const mostSources = 1_000

/** Connects a source that was found. It is taken for a first fetch by whoever calls this: pass it to `firstFetch`. */
export async function connectSource(site: Site, actor: Actor, input: ConnectInput): Promise<Source> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const row = sourceRow(site, actor, input)
  await checkLinks(site, { links: [row.url] }, { field: 'address', locale: actor.member.locale })
  if (await isClaimed(site.db, actor.id, [row.url])) {
    throw conflict('The owner of this address does not want it to be brought in by others.')
  }
  const leasedUntil = new Date(site.now().getTime() + leaseSeconds * 1000).toISOString()
  return site.db.transaction(async trx => {
    await checkRoom(trx, actor, row.url)
    await trx('sources').insert({ ...row, leasedUntil })
    await restoreImported(trx, row)
    await site.announce(trx, 'source.connected', { sourceId: row.id, memberId: actor.id })
    return Source.fromJson(
      { ...row, leasedUntil, imported: 0, updated: 0, importedInAll: 0, failures: 0, intervalMinutes: 60 },
      { skipValidation: true },
    )
  })
}

/** The columns of a new source, due at once. Throws invalid when it cannot be one. */
export function sourceRow(
  site: Site,
  { id: memberId }: MemberActor,
  input: Pick<ConnectInput, 'type' | 'url' | 'title' | 'service'> & SourceOptions,
) {
  const url = webAddress(input.url)
  if (!url) throw invalid({ address: 'This is not an address of the web.' })
  if (!site.registry.sourceTypes.has(input.type)) throw invalid({ address: 'No plugin here reads this kind of source.' })
  const at = site.now().toISOString()
  return {
    id: newId(),
    memberId,
    type: input.type,
    service: findService(site.registry.services, input.service)?.id ?? null,
    url,
    host: hostOf(url),
    address: url,
    title: cleanLine(input.title ?? '').slice(0, 300) || new URL(url).host,
    siteUrl: null,
    verificationCode: ownerCode(site.secret, memberId),
    verifiedAt: null,
    changedAt: null,
    nextFetchAt: at,
    createdAt: at,
    ...optionColumns(input, site.now()),
  }
}

async function checkRoom(trx: Knex.Transaction, { id: memberId }: MemberActor, url: string): Promise<void> {
  if (await trx('sources').where({ memberId, url }).first('id')) throw conflict('You have connected this feed already.')
  const rows: { count: number | string }[] = await trx('sources').where({ memberId }).count('id as count')
  if (Number(rows[0]?.count) >= mostSources) throw conflict(`You have ${mostSources} sources, which is as many as one member can have.`)
}
