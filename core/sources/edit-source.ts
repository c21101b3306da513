import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { findSource, type Source } from './source.ts'
import { optionColumns, optionFields } from './source-options.ts'

export const editSourceInput = Type.Object({ id: Type.String(), ...optionFields })
export type EditSourceInput = Static<typeof editSourceInput>

/** Changes how entries of a source come in from now on. */
export async function editSource(site: Site, actor: Actor, input: EditSourceInput): Promise<Source> {
  const source = await findSource(site.db, actor.id, input.id)
  const change = optionColumns(input, site.now(), source)
  await site.db.transaction(trx => trx('sources').where({ id: source.id }).update(change))
  return source.$set(change)
}
