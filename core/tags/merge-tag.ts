import type { Knex } from 'knex'
import type { Looked } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findTag, maybeTag, type Tag } from './tag.ts'
import { foldTag, tagOf } from './tag-name.ts'

const name = Type.String({ minLength: 1, maxLength: 120 })
const notATag = 'Use letters, digits and underscores, with at least one letter: "bread", "NewYear2027".'

/**
 * Puts one tag into another, which is made when there is none: what is and will be filed under the one is found under the other, and
 * the old address leads to the new one. When only the spelling differs, the tag is spelled anew.
 */
export const mergeTag = defineAction({
  name: 'tag.merge',
  title: 'Merge or rename a tag',
  authority: 'operations',
  permission: 'content',
  input: Type.Object({ tag: name, into: Type.String({ minLength: 1, maxLength: 120 }) }),
  look: ({ trx, input: { tag, into } }) => lookAt(trx, tag, into),
  async run({ site, trx, input: { tag: word, into } }) {
    const tag = await findTag(trx, word)
    if (tag.standsFor) throw conflict(`#${tag.label} is filed under #${tag.standsFor} already. Separate the two first.`)
    const wanted = tagOf(bare(into))
    if (!wanted) throw invalid({ into: notATag })
    if (wanted.name === tag.name) {
      await trx('tags').where({ name: tag.name }).update({ label: wanted.label })
      return
    }
    const target = await standing(trx, wanted.name)
    if (target?.name === tag.name) throw conflict(`#${wanted.label} is filed under #${tag.label}. Separate the two first.`)
    if (!target) await trx('tags').insert({ ...wanted, createdAt: site.now().toISOString() })
    const standsFor = target?.name ?? wanted.name
    await trx('tags').where({ name: tag.name }).orWhere({ standsFor: tag.name }).update({ standsFor })
    await site.jobs.add(trx, 'file-tagged', { tag: tag.name })
  },
  say({ tag }, changes) {
    const [{ path = '', after } = {}] = changes
    return path.endsWith('.spelling') ? `The tag is spelled #${after} now.` : `#${foldTag(tag)} is filed under #${after} now.`
  },
  undo({ tag }, changes) {
    const spelled = changes.find(({ path }) => path.endsWith('.spelling'))
    if (spelled) return { name: 'tag.merge', input: { tag, into: spelled.before } }
    return changes.length > 0 ? { name: 'tag.separate', input: { words: wordsBefore(changes) } } : undefined
  },
})

/**
 * Files words under tags of their own again, or, as `js>javascript`, under another one. What was put together with them goes along.
 */
export const separateTag = defineAction({
  name: 'tag.separate',
  title: 'Separate tags that were merged',
  authority: 'operations',
  permission: 'content',
  input: Type.Object({ words: Type.Array(Type.String({ minLength: 1, maxLength: 250 }), { minItems: 1, maxItems: 1000 }) }),
  look: ({ trx, input: { words } }) => lookAtWords(trx, words.map(read)),
  async run({ site, trx, input }) {
    const words = input.words.map(read)
    const rows = await rowsOf(
      trx,
      words.flatMap(({ word, under }) => [word, under]),
    )
    const known = new Map(rows.map(row => [row.name, row]))
    if (words.some(({ word, under }) => !known.has(word) || !known.has(under))) throw notFound('tag')
    for (const [under, some] of Map.groupBy(words, word => word.under)) {
      const own = some.filter(({ word }) => word === under).map(({ word }) => word)
      const others = some.filter(({ word }) => word !== under).map(({ word }) => word)
      if (own.length > 0) await trx('tags').whereIn('name', own).update({ standsFor: null })
      if (others.length > 0) await trx('tags').whereIn('name', others).update({ standsFor: under })
    }
    await refuseChains(trx, rows)
    for (const tag of new Set(rows.map(row => row.standsFor ?? row.name))) await site.jobs.add(trx, 'file-tagged', { tag })
  },
  say: (_, changes) => `#${subjectOf(changes)} is filed under #${changes[0]?.after} now.`,
  undo: (_, changes) => (changes.length > 0 ? { name: 'tag.separate', input: { words: wordsBefore(changes) } } : undefined),
})

/** As somebody types it, with or without the `#`. */
function bare(typed: string): string {
  return typed.trim().replace(/^[#＃]/u, '')
}

interface Word {
  word: string
  under: string
}

function read(text: string): Word {
  const [word = '', under = word] = text.split('>')
  return { word, under }
}

function wordsBefore(changes: readonly { path: string; before: unknown }[]): string[] {
  return changes.map(({ path, before }) => (subjectOf([{ path }]) === before ? `${before}` : `${subjectOf([{ path }])}>${before}`))
}

async function standing(trx: Knex.Transaction, word: string): Promise<Tag | undefined> {
  const tag = await maybeTag(trx, word)
  return tag?.standsFor ? maybeTag(trx, tag.standsFor) : tag
}

/** What others are filed under stands for itself; otherwise nobody would find them. */
async function refuseChains(trx: Knex.Transaction, rows: readonly Tag[]): Promise<void> {
  const names = rows.map(row => row.name)
  const chained: unknown = await trx('tags as w')
    .join('tags as t', 't.name', 'w.standsFor')
    .where(some => some.whereIn('w.name', names).orWhereIn('t.name', names))
    .whereNotNull('t.standsFor')
    .first('w.name')
  if (chained) throw conflict('That tag is filed under another one itself.')
}

function rowsOf(trx: Knex.Transaction, names: readonly string[]): Promise<Tag[]> {
  return trx('tags')
    .whereIn('name', [...new Set(names)])
    .select('name', 'label', 'standsFor')
}

/** The tag, and all words that are filed under it or under the other one: before and after they are the same. */
async function lookAt(trx: Knex.Transaction, word: string, into: string): Promise<Looked> {
  const tag = await maybeTag(trx, word)
  if (!tag) return {}
  const target = await standing(trx, bare(into))
  const words: Tag[] = await trx('tags')
    .whereIn('standsFor', [tag.name, target?.name ?? tag.name])
    .orderBy('name')
    .select('name', 'standsFor')
  return { [`tags.${tag.name}.spelling`]: tag.label, ...filed([tag, ...words]) }
}

async function lookAtWords(trx: Knex.Transaction, words: readonly Word[]): Promise<Looked> {
  return filed(
    await rowsOf(
      trx,
      words.map(({ word }) => word),
    ),
  )
}

function filed(tags: readonly Pick<Tag, 'name' | 'standsFor'>[]): Looked {
  return Object.fromEntries(tags.map(({ name, standsFor }) => [`tags.${name}.filed under`, standsFor ?? name]))
}
