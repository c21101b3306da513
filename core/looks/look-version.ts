import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Credit } from '../actions/action.ts'
import { loadSettings, writeSetting } from '../config/settings-store.ts'
import { newId } from '../db/new-id.ts'
import { notFound } from '../errors.ts'
import type { Look } from './look.ts'
import { delivered, readLook } from './read-look.ts'

/** A look that was published at some time. It never changes. */
export interface LookVersion {
  /** Empty for the look that the program brings, which is there before all others. */
  id: string
  number: number
  look: Look
  summary: string
}

/** The version of this id; the empty one is the look that the program brings. Throws notFound. */
export async function findVersion(db: Knex, id: string): Promise<LookVersion> {
  if (id === '') return { id, number: 0, look: delivered(), summary: 'As it was delivered' }
  const row: { number: number; look: string; summary: string } | undefined = await db('looks')
    .where({ id })
    .first('number', 'look', 'summary')
  if (!row) throw notFound('version of the look')
  return { id, number: row.number, look: readLook(row.look), summary: row.summary }
}

/** The version that is published. */
export async function publishedVersion(db: Knex): Promise<LookVersion> {
  const { look } = await loadSettings(db)
  return findVersion(db, look)
}

interface NewVersion extends Credit {
  look: Look
  summary: string
  /** What its author says about it. */
  message?: string
  by: string | undefined
  now: Date
}

/** Keeps a look as a new version and makes it the one that is shown. Returns its id and number. */
export async function addVersion(
  trx: Knex.Transaction,
  { look, summary, by, now, message, author, proposalId }: NewVersion,
): Promise<{ id: string; number: number }> {
  const last = await trx('looks').max({ number: 'number' }).first()
  const number = Number(last?.number ?? 0) + 1
  const id = newId()
  const { look: replaces } = await loadSettings(trx)
  const publishedAt = now.toISOString()
  const row = { id, number, look: JSON.stringify(look), summary, publishedBy: by ?? null, publishedAt, replaces }
  await trx('looks').insert({ ...row, message: message ?? null, authorId: author ?? by ?? null, proposalId: proposalId ?? null })
  await writeSetting(trx, 'look', id, by, now)
  return { id, number }
}

/** Writes down that pages failed with a version. */
export async function markFailed(trx: Knex.Transaction, id: string, because: string, now: Date): Promise<void> {
  await trx('looks').where({ id }).update({ failedAt: now.toISOString(), failedBecause: because })
}

/** A version as actions look at it: one value by path, long texts by their length and a hash, so that the audit log stays small. */
export function lookedVersion({ id, look }: Pick<LookVersion, 'id' | 'look'>): Record<string, unknown> {
  return { 'look.version': id, ...lookedLook(look) }
}

/** The same of a look alone. */
export function lookedLook({ files, settings, css, ...rest }: Look): Record<string, unknown> {
  return Object.fromEntries([
    ...Object.entries(rest).map(([name, value]) => [`look.${name}`, value]),
    ...Object.entries(settings).map(([name, value]) => [`look.settings.${name}`, value]),
    ...Object.entries(files).map(([path, text]) => [`look.files.${path}`, digest(text)]),
    ['look.css', digest(css)],
  ])
}

function digest(text: string): string {
  if (text === '') return ''
  return `${text.split('\n').length} lines, ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}
