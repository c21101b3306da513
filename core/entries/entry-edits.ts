import type { Knex } from 'knex'
import { newId } from '../db/new-id.ts'
import type { Entry } from './entry.ts'

/** An earlier text of an entry, and until when it stood there. */
export interface EntryEdit {
  id: string
  link: string | null
  body: string
  createdAt: string
}

const mostKept = 20

/** Keeps what an entry said before it is edited: its last twenty texts. */
export async function keepEdit(trx: Knex.Transaction, entry: Pick<Entry, 'id' | 'link' | 'body' | 'access'>, now: Date): Promise<void> {
  const { id: entryId, link, body, access } = entry
  await trx('entry_edits').insert({ id: newId(), entryId, link, body, access, createdAt: now.toISOString() })
  const tooMany = trx('entry_edits').where({ entryId }).orderBy('id', 'desc').offset(mostKept).limit(1000).select('id')
  await trx('entry_edits')
    .whereIn('id', await tooMany.pluck('id'))
    .delete()
}

/** Earlier texts that were public, the latest first. */
export function listPublicEdits(db: Knex, entryId: string): Promise<EntryEdit[]> {
  return db('entry_edits')
    .where({ entryId, access: 'public' })
    .orderBy('id', 'desc')
    .limit(mostKept)
    .select('id', 'link', 'body', 'createdAt')
}
