import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { findSource, type Source } from './source.ts'

export const sourceInput = Type.Object({ id: Type.String() })
export type SourceInput = Static<typeof sourceInput>

/** Stops fetching a source until its member wants it again. */
export async function pauseSource(site: Site, actor: Actor, input: SourceInput): Promise<Source> {
  const source = await findSource(site.db, actor.id, input.id)
  return change(site, source, { pausedAt: source.pausedAt ?? site.now().toISOString(), nextFetchAt: null })
}

/** Fetches a paused source again, from now on. */
export async function resumeSource(site: Site, actor: Actor, input: SourceInput): Promise<Source> {
  const source = await findSource(site.db, actor.id, input.id)
  if (!source.pausedAt) return source
  if (source.pausedBy) throw conflict('Those who look after this site paused this source. Ask them about it.')
  return change(site, source, { pausedAt: null, nextFetchAt: site.now().toISOString() })
}

async function change(site: Site, source: Source, columns: Pick<Source, 'pausedAt' | 'nextFetchAt'>): Promise<Source> {
  await site.db.transaction(trx => trx('sources').where({ id: source.id }).update(columns))
  return source.$set(columns)
}
