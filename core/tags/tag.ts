import type { Knex } from 'knex'
import { notFound } from '../errors.ts'
import { foldTag, tagOf } from './tag-name.ts'

/** A word under which entries can be found. */
export interface Tag {
  name: string
  /** As it was written first, or as somebody who looks after content wants it. */
  label: string
  /** The tag under which entries with this word are filed, when that is another one. That one stands for itself. */
  standsFor: string | null
  hiddenAt: string | null
  /** Public entries filed under it. */
  uses: number
  usedAt: string | null
  createdAt: string
}

const columns = ['name', 'label', 'standsFor', 'hiddenAt', 'uses', 'usedAt', 'createdAt'] as const

/** The tag with this word, in any spelling. */
export async function maybeTag(db: Knex, word: string): Promise<Tag | undefined> {
  return db('tags')
    .where({ name: foldTag(word) })
    .first(...columns)
}

/**
 * The tag with this word, for who looks after content: one that stands in public entries, or about which something was decided.
 * Throws notFound for others, and tells nobody what private entries are about.
 */
export async function findTag(db: Knex, word: string): Promise<Tag> {
  const tag: Tag | undefined = await db('tags')
    .where({ name: foldTag(word) })
    .where(known =>
      known
        .where('uses', '>', 0)
        .orWhereNotNull('hiddenAt')
        .orWhereNotNull('standsFor')
        .orWhereExists(db('tags as w').whereRaw('w.stands_for = tags.name').select('w.name')),
    )
    .first(...columns)
  if (!tag) throw notFound('tag')
  return tag
}

/** What somebody sees who asks for a tag: its name, how it is written, and how many public entries there are. */
export type ShownTag = Pick<Tag, 'name' | 'label' | 'uses'>

/**
 * The tag that a word leads to, whether anybody used it or not. Throws notFound for what cannot be a tag, and for hidden ones. A tag
 * without public entries is written as it was asked for: how it stands in private ones is not for everybody.
 */
export async function findShownTag(db: Knex, word: string): Promise<ShownTag> {
  const asked = tagOf(word)
  if (!asked) throw notFound('tag')
  const known = await maybeTag(db, asked.name)
  const tag = known?.standsFor ? await maybeTag(db, known.standsFor) : known
  if (tag?.hiddenAt) throw notFound('tag')
  return tag && tag.uses > 0
    ? { name: tag.name, label: tag.label, uses: tag.uses }
    : { name: tag?.name ?? asked.name, label: tag?.name ?? asked.name, uses: 0 }
}
