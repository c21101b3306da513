import type { Site } from '../site.ts'

const days = 1

/** Forgets tags under which nothing is filed any more, unless somebody decided something about them. */
export async function sweepTags(site: Site): Promise<void> {
  const before = new Date(site.now().getTime() - days * 86_400_000).toISOString()
  await site.db.transaction(trx =>
    trx('tags')
      .where({ uses: 0, standsFor: null, hiddenAt: null })
      .where('createdAt', '<', before)
      .whereNotExists(trx('entry_tags as k').whereRaw('k.tag = tags.name').select('k.tag'))
      .whereNotExists(trx('tags as w').whereRaw('w.stands_for = tags.name').select('w.name'))
      .delete(),
  )
}
