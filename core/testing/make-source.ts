import type { MemberActor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import type { Site } from '../site.ts'
import { hostOf } from '../sources/host-of.ts'
import { Source } from '../sources/source.ts'

/** A connected source for a test: a row only, due at once. */
export async function makeSource(site: Site, owner: MemberActor, values: Partial<Source> & { url: string }): Promise<Source> {
  const at = site.now().toISOString()
  const row = {
    id: newId(),
    memberId: owner.id,
    type: 'feed',
    address: values.url,
    title: values.url,
    host: hostOf(values.url),
    verificationCode: 'code',
    nextFetchAt: at,
    createdAt: at,
    ...values,
  }
  await site.db.transaction(trx => trx('sources').insert(row))
  return (await Source.query(site.db).findById(row.id))!
}

/** The row as it is now. */
export async function reloadSource(site: Site, source: Pick<Source, 'id'>): Promise<Source> {
  return (await Source.query(site.db).findById(source.id))!
}
